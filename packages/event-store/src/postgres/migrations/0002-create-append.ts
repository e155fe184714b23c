import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * `log.append`: many appends in one round trip. All arrays have one element per event; the events of an append share
 * `append_no`, stand next to each other, and are numbered from 1 by `places`. `expectations`: null = any, -2 = exists,
 * -1 = none, else the exact last revision. A batch may name a stream and an event id in one append only.
 *
 * Gives back what is not simply appended as `exceptions` [{append, verdict, positions, revision, recorded, id}]; every
 * other append is written, in order, from `first_position` on. `heads`: each event's stream's last revision before (-1 = none).
 *
 * - The counter row is locked until the commit, so events become visible in the order of their positions.
 * - VOLATILE: each statement inside sees what was committed before the lock was had.
 * - SECURITY DEFINER: the application may append by this function and in no other way.
 * - One plan for every call (planning costs as much as running), which must therefore never be a scan of a table
 *   that was small when it was made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function log.append(
      appends integer[], places integer[], streams text[], expectations integer[], ids uuid[], types text[], subjects text[],
      sources text[], source_ids text[], occurrences timestamptz[], schema_versions integer[], command_ids text[],
      actors text[], payloads text[],
      out first_position bigint, out written bigint, out recorded text, out heads integer[], out exceptions json
    ) language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $body$
    declare
      counted bigint;
      counted_at timestamptz;
      all_new boolean;
      excepted integer[];
      seats bigint[];
    begin
      select c.position, c.recorded_at into counted, counted_at from log.counter c where c.only_row for update;
      if not found then
        insert into log.counter (position, recorded_at)
          select coalesce(max(e.position), 0), max(e.recorded_at) from log.event e
          on conflict do nothing;
        select c.position, c.recorded_at into strict counted, counted_at from log.counter c where c.only_row for update;
      end if;
      counted_at := greatest(date_trunc('milliseconds', clock_timestamp()), counted_at);

      with seen_first as materialized (
        select g.n, g.expected,
          coalesce((select e.revision from log.event e where e.stream = g.stream order by e.revision desc limit 1), -1) as head,
          (select true from log.event e where e.event_id = g.event_id limit 1) as seen
        from unnest(streams, expectations, ids) with ordinality as g(stream, expected, event_id, n)
      )
      select array_agg(s.head order by s.n),
        count(s.seen) = 0 and bool_and(s.expected is null or s.expected = s.head or (s.expected = -2 and s.head >= 0))
      into heads, all_new
      from seen_first s;

      if not all_new then
        select array_agg(x.append), json_agg(x) into excepted, exceptions
        from (
          select g.append_no as append,
            case
              when bool_or(not seen.same) then 'id_reused'
              when count(seen.position) = count(*) then 'duplicate'
              else 'wrong_revision' end as verdict,
            array_agg(seen.position order by g.n) as positions,
            case when bool_and(seen.same) and count(seen.position) = count(*) then max(seen.revision) else max(g.head) end as revision,
            to_char(max(seen.recorded_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded,
            (array_agg(g.event_id order by g.n) filter (where not seen.same))[1] as id
          from unnest(appends, streams, expectations, heads, ids, types, subjects, sources, source_ids, occurrences,
              schema_versions, command_ids, actors, payloads)
            with ordinality as g(append_no, stream, expected, head, event_id, type, subject, source, source_id, occurred_at,
              schema_version, command_id, actor, data, n)
          left join lateral (
            select e.position, e.revision, e.recorded_at,
              e.stream = g.stream and e.type = g.type and e.subject = g.subject and e.source = g.source
                and e.source_id = g.source_id and e.occurred_at = g.occurred_at and e.schema_version = g.schema_version
                and e.command_id is not distinct from g.command_id and e.actor::text is not distinct from g.actor
                and e.data::text = g.data as same
            from log.event e where e.event_id = g.event_id limit 1
          ) seen on true
          group by g.append_no
          having count(seen.position) > 0
            or not bool_and(g.expected is null or g.expected = g.head or (g.expected = -2 and g.head >= 0))
        ) x;
        -- Those that remain take the next positions in their order; the others have none.
        seats := array(
          select case when g.append_no <> all (excepted) then count(*) filter (where g.append_no <> all (excepted)) over (order by g.n) end
          from unnest(appends) with ordinality as g(append_no, n) order by g.n);
      end if;

      insert into log.event (position, stream, revision, event_id, type, subject, source, source_id, occurred_at,
        recorded_at, schema_version, command_id, actor, data)
      select counted + case when all_new then g.n else g.seat end, g.stream, g.head + g.place, g.event_id, g.type, g.subject,
        g.source, g.source_id, g.occurred_at, counted_at, g.schema_version, g.command_id, g.actor::json, g.data::json
      from unnest(seats, places, streams, heads, ids, types, subjects, sources, source_ids, occurrences,
          schema_versions, command_ids, actors, payloads)
        with ordinality as g(seat, place, stream, head, event_id, type, subject, source, source_id, occurred_at,
          schema_version, command_id, actor, data, n)
      where all_new or g.seat is not null;

      get diagnostics written = row_count;
      first_position := counted + 1;
      recorded := to_char(counted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      if written > 0 then
        update log.counter c set position = counted + written, recorded_at = counted_at where c.only_row;
        perform pg_notify('motcua_log', (counted + written)::text);
      end if;
    end
    $body$`.execute(db);
}
