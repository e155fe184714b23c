import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * `log.append`: many appends in one round trip, one verdict each. All arrays have one element per event; the events
 * of an append share `append_no` and stand next to each other. `expectations`: null = any, -2 = exists, -1 = none,
 * else the exact last revision. A batch may name a stream in one append only.
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
      appends integer[], streams text[], expectations integer[], ids uuid[], types text[], subjects text[], sources text[],
      source_ids text[], occurrences timestamptz[], schema_versions integer[], command_ids text[], actors text[], payloads text[]
    ) returns table (append_no integer, verdict text, positions bigint[], last_revision integer, recorded text, reused_id uuid)
    language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $body$
    declare
      counted bigint;
      counted_at timestamptz;
      now_at timestamptz;
      written bigint;
    begin
      select c.position, c.recorded_at into counted, counted_at from log.counter c where c.only_row for update;
      if not found then
        insert into log.counter (position, recorded_at)
          select coalesce(max(e.position), 0), max(e.recorded_at) from log.event e
          on conflict do nothing;
        select c.position, c.recorded_at into strict counted, counted_at from log.counter c where c.only_row for update;
      end if;
      now_at := greatest(date_trunc('milliseconds', clock_timestamp()), counted_at);

      return query
      with given as (
        select g.*, seen.position as seen_position, seen.revision as seen_revision, seen.recorded_at as seen_at, seen.same,
          (select e.revision from log.event e where e.stream = g.stream order by e.revision desc limit 1) as head
        from unnest(appends, streams, expectations, ids, types, subjects, sources, source_ids, occurrences,
            schema_versions, command_ids, actors, payloads)
          with ordinality as g(append_no, stream, expected, event_id, type, subject, source, source_id, occurred_at,
            schema_version, command_id, actor, data, n)
        left join lateral (
          select e.position, e.revision, e.recorded_at,
            e.stream = g.stream and e.type = g.type and e.subject = g.subject and e.source = g.source
              and e.source_id = g.source_id and e.occurred_at = g.occurred_at and e.schema_version = g.schema_version
              and e.command_id is not distinct from g.command_id and e.actor::text is not distinct from g.actor
              and e.data::text = g.data as same
          from log.event e where e.event_id = g.event_id limit 1
        ) seen on true
      ), weighed as (
        select g.*, coalesce(g.head, -1) as current,
          row_number() over in_order as nth,
          count(*) over whole as events,
          count(g.seen_position) over whole as events_seen,
          coalesce(bool_or(not g.same) over whole, false) as reused
        from given g
        window whole as (partition by g.append_no), in_order as (partition by g.append_no order by g.n)
      ), judged as (
        select w.*, case
          when w.reused then 'id_reused'
          when w.events_seen = w.events then 'duplicate'
          when w.events_seen > 0 then 'wrong_revision'
          when w.expected is null or w.expected = w.current or (w.expected = -2 and w.current >= 0) then 'appended'
          else 'wrong_revision' end as verdict
        from weighed w
      ), placed as (
        select j.*,
          case when j.verdict = 'appended'
            then counted + count(*) filter (where j.verdict = 'appended') over (order by j.n) else j.seen_position end as position,
          case when j.verdict = 'appended' then j.current + j.nth else j.seen_revision end as revision,
          case when j.verdict = 'appended' then now_at else j.seen_at end as recorded_at
        from judged j
      ), written_now as (
        insert into log.event (position, stream, revision, event_id, type, subject, source, source_id, occurred_at,
          recorded_at, schema_version, command_id, actor, data)
        select p.position, p.stream, p.revision, p.event_id, p.type, p.subject, p.source, p.source_id, p.occurred_at,
          p.recorded_at, p.schema_version, p.command_id, p.actor::json, p.data::json
        from placed p where p.verdict = 'appended' order by p.n
        returning 1
      ), counted_now as (
        update log.counter c set position = counted + w.events, recorded_at = now_at
        from (select count(*) as events from written_now) w where c.only_row and w.events > 0
      )
      select p.append_no, p.verdict,
        case when p.verdict in ('appended', 'duplicate') then array_agg(p.position order by p.n) end,
        case when p.verdict in ('appended', 'duplicate') then max(p.revision)::integer else max(p.current) end,
        case when p.verdict in ('appended', 'duplicate')
          then to_char(max(p.recorded_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
        case when p.verdict = 'id_reused' then (array_agg(p.event_id order by p.n) filter (where not p.same))[1] end
      from placed p group by p.append_no, p.verdict order by p.append_no;

      select c.position into written from log.counter c where c.only_row;
      if written > counted then
        perform pg_notify('motcua_log', written::text);
      end if;
    end
    $body$`.execute(db);
}
