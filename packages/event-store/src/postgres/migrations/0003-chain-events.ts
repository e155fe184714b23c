import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Chains the events by position: every row carries the SHA-256 of the link before and of everything else in the row
 * (docs/reference/log-chain.md), so that nobody can change, drop or slip in an event without changing every link behind.
 *
 * @throws when the log is not in UTF-8, or has a hole: a chain over a hole would vouch for it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await refuseOtherEncodings(db);
  await createLink(db);
  await addColumns(db);
  await fillColumns(db);
  await requireColumns(db);
  await replaceAppend(db);
}

/** The bytes that are hashed are those of the database; elsewhere they would not be the same ones. */
async function refuseOtherEncodings(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $body$ begin
      if getdatabaseencoding() <> 'UTF8' then
        raise exception 'The log needs a database in UTF8, this one is in %', getdatabaseencoding();
      end if;
    end $body$`.execute(db);
}

/** The one place where a link is defined. STABLE and a single expression, so that it is put in line where it is used. */
async function createLink(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function log.link(
      previous bytea, "position" bigint, stream text, revision integer, event_id uuid, type text, subject text, source text, source_id text,
      occurred_at timestamptz, recorded_at timestamptz, schema_version integer, command_id text, actor text, data text
    ) returns bytea language sql stable parallel safe
    return sha256(previous || record_send(row('motcua-event-1'::text, "position", stream, revision, event_id, type, subject, source, source_id,
      occurred_at, recorded_at, schema_version, command_id, actor, data)))`.execute(db);
  await sql`
    create function log.genesis() returns bytea language sql immutable parallel safe
    return sha256(convert_to('motcua-log-1', 'UTF8'))`.execute(db);
}

async function addColumns(db: Kysely<unknown>): Promise<void> {
  await sql`alter table log.event add column chain bytea`.execute(db);
  await sql`alter table log.counter add column chain bytea`.execute(db);
}

/** Nobody else gets at the table meanwhile: adding the column has locked it to the commit. */
async function fillColumns(db: Kysely<unknown>): Promise<void> {
  await sql`alter table log.event disable trigger append_only`.execute(db);
  await sql`
    do $body$
    declare
      e record;
      linked bytea := log.genesis();
      expected bigint := 0;
    begin
      for e in select * from log.event order by position loop
        expected := expected + 1;
        if e.position <> expected then
          raise exception 'The log has no event at position %, so it cannot be chained', expected;
        end if;
        linked := log.link(linked, e.position, e.stream, e.revision, e.event_id, e.type, e.subject, e.source, e.source_id,
          e.occurred_at, e.recorded_at, e.schema_version, e.command_id, e.actor::text, e.data::text);
        update log.event set chain = linked where position = e.position;
      end loop;
      update log.counter set chain = linked;
    end $body$`.execute(db);
  await sql`alter table log.event enable always trigger append_only`.execute(db);
}

async function requireColumns(db: Kysely<unknown>): Promise<void> {
  for (const table of [sql`log.event`, sql`log.counter`]) {
    await sql`alter table ${table} alter column chain set not null, add check (octet_length(chain) = 32)`.execute(db);
  }
}

/**
 * As 0002 describes it; new is that the counter row keeps the last link, from which those of the new events are
 * reckoned one after the other, under the lock.
 */
async function replaceAppend(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function log.append(
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
      linked bytea;
      links bytea[];
    begin
      select c.position, c.recorded_at, c.chain into counted, counted_at, linked from log.counter c where c.only_row for update;
      if not found then
        insert into log.counter (position, recorded_at, chain)
          select coalesce(e.position, 0), e.recorded_at, coalesce(e.chain, log.genesis())
          from (values (true)) as always left join log.event e on e.position = (select max(position) from log.event)
          on conflict do nothing;
        select c.position, c.recorded_at, c.chain into strict counted, counted_at, linked from log.counter c where c.only_row for update;
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

      links := array_fill(null::bytea, array[cardinality(ids)]);
      for n in 1 .. cardinality(ids) loop
        if all_new or seats[n] is not null then
          linked := log.link(linked, counted + case when all_new then n else seats[n] end, streams[n], heads[n] + places[n], ids[n], types[n],
            subjects[n], sources[n], source_ids[n], occurrences[n]::timestamptz(3), counted_at, schema_versions[n], command_ids[n], actors[n], payloads[n]);
          links[n] := linked;
        end if;
      end loop;

      insert into log.event (position, stream, revision, event_id, type, subject, source, source_id, occurred_at,
        recorded_at, schema_version, command_id, actor, data, chain)
      select counted + case when all_new then g.n else g.seat end, g.stream, g.head + g.place, g.event_id, g.type, g.subject,
        g.source, g.source_id, g.occurred_at, counted_at, g.schema_version, g.command_id, g.actor::json, g.data::json, g.link
      from unnest(seats, places, streams, heads, ids, types, subjects, sources, source_ids, occurrences,
          schema_versions, command_ids, actors, payloads, links)
        with ordinality as g(seat, place, stream, head, event_id, type, subject, source, source_id, occurred_at,
          schema_version, command_id, actor, data, link, n)
      where all_new or g.seat is not null;

      get diagnostics written = row_count;
      first_position := counted + 1;
      recorded := to_char(counted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      if written > 0 then
        update log.counter c set position = counted + written, recorded_at = counted_at, chain = linked where c.only_row;
        perform pg_notify('motcua_log', (counted + written)::text);
      end if;
    end
    $body$`.execute(db);
}
