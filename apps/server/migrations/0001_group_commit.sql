-- Rows that are updated with every message: room for the new version on the same page keeps the indexes untouched.
ALTER TABLE "chats" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE "chat_participants" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
-- Ciphertext does not compress: don't try.
ALTER TABLE "messages" ALTER COLUMN "envelope" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- The group commit (R6): one call is one transaction. The second statement has a snapshot of its own, taken when the
-- locks are held, so that it sees what the transactions before it stored.
CREATE FUNCTION "persist_messages"(
  p_chats text[], p_senders text[], p_msg_ids text[], p_epochs int8[], p_kinds int2[], p_targets text[],
  p_counts bool[], p_starts int4[], p_sizes int4[], p_envelopes bytea, p_at int8
) RETURNS TABLE (o_item int4, o_outcome text, o_seq float8, o_at float8)
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = 'force_generic_plan'
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
  PERFORM 1 FROM chats WHERE id = ANY (p_chats) ORDER BY id FOR UPDATE;
  RETURN QUERY
  WITH item AS MATERIALIZED (
    SELECT * FROM unnest(p_chats, p_senders, p_msg_ids, p_epochs, p_kinds, p_targets, p_counts, p_starts, p_sizes)
      WITH ORDINALITY AS u (chat, sender, msg, epoch, kind, target, counts, start, size, no)
  ),
  judged AS MATERIALIZED (
    SELECT i.*, c.last_seq, c.msg_count, greatest(c.last_at, p_at) AS new_at, old.seq AS old_seq, old.at AS old_at,
      CASE
        WHEN old.seq IS NOT NULL THEN 'REPEATED'
        WHEN p.user_id IS NULL THEN 'NOT_A_MEMBER'
        WHEN i.epoch < c.floor THEN 'EPOCH_OLD'
        WHEN i.epoch > c.head THEN 'EPOCH_UNKNOWN'
        WHEN c.rotate_required THEN 'ROTATE'
        ELSE 'ACCEPTED'
      END AS outcome
    FROM item i
    LEFT JOIN messages old ON old.chat_id = i.chat AND old.sender = i.sender AND old.msg_id = i.msg
    LEFT JOIN chats c ON c.id = i.chat
    LEFT JOIN chat_participants p ON p.chat_id = i.chat AND p.user_id = i.sender AND p.left_seq IS NULL
  ),
  numbered AS MATERIALIZED (
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.outcome = 'ACCEPTED') OVER chat_order AS seq,
      j.msg_count + count(*) FILTER (WHERE j.outcome = 'ACCEPTED' AND j.counts) OVER chat_order AS msg_no
    FROM judged j
    WINDOW chat_order AS (PARTITION BY j.chat ORDER BY j.no ROWS UNBOUNDED PRECEDING)
  ),
  stored AS (
    INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope)
    SELECT a.chat, a.seq, a.sender, a.msg, a.new_at, a.epoch, a.kind, a.target, a.msg_no,
      substring(p_envelopes FROM a.start + 1 FOR a.size)
    FROM numbered a WHERE a.outcome = 'ACCEPTED'
  ),
  moved AS (
    UPDATE chats c SET last_seq = m.seq, last_at = m.new_at, msg_count = m.msg_no, changed_xid = pg_current_xact_id()
    FROM (SELECT a.chat, max(a.seq) AS seq, max(a.new_at) AS new_at, max(a.msg_no) AS msg_no
          FROM numbered a WHERE a.outcome = 'ACCEPTED' GROUP BY a.chat) m
    WHERE c.id = m.chat
  ),
  own_marks AS (
    UPDATE chat_participants p SET delivered_seq = m.seq, read_seq = m.seq, read_count = m.msg_no
    FROM (SELECT a.chat, a.sender, max(a.seq) AS seq, max(a.msg_no) AS msg_no
          FROM numbered a WHERE a.outcome = 'ACCEPTED' GROUP BY a.chat, a.sender) m
    WHERE p.chat_id = m.chat AND p.user_id = m.sender
  )
  SELECT n.no::int4, n.outcome, coalesce(n.old_seq, n.seq)::float8, coalesce(n.old_at, n.new_at)::float8
  FROM numbered n;
END
$$;
--> statement-breakpoint
-- The same for a single message, without the machinery of sets: an idle server answers a third sooner.
CREATE FUNCTION "persist_message"(
  p_chat text, p_sender text, p_msg_id text, p_epoch int8, p_kind int2, p_target text, p_counts bool,
  p_envelope bytea, p_at int8, OUT o_outcome text, OUT o_seq float8, OUT o_at float8
)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
DECLARE
  c chats;
  old_seq int8;
  old_at int8;
  member bool;
BEGIN
  SELECT * INTO c FROM chats WHERE id = p_chat FOR UPDATE;
  SELECT m.seq, m.at, p.user_id IS NOT NULL AND p.left_seq IS NULL INTO old_seq, old_at, member
    FROM (SELECT 1) always
    LEFT JOIN chat_participants p ON p.chat_id = p_chat AND p.user_id = p_sender
    LEFT JOIN messages m ON m.chat_id = p_chat AND m.sender = p_sender AND m.msg_id = p_msg_id;
  o_outcome := CASE
    WHEN old_seq IS NOT NULL THEN 'REPEATED'
    WHEN c.id IS NULL OR NOT member THEN 'NOT_A_MEMBER'
    WHEN p_epoch < c.floor THEN 'EPOCH_OLD'
    WHEN p_epoch > c.head THEN 'EPOCH_UNKNOWN'
    WHEN c.rotate_required THEN 'ROTATE'
    ELSE 'ACCEPTED'
  END;
  IF o_outcome <> 'ACCEPTED' THEN
    o_seq := old_seq;
    o_at := old_at;
    RETURN;
  END IF;
  c.last_seq := c.last_seq + 1;
  c.msg_count := c.msg_count + p_counts::int;
  c.last_at := greatest(c.last_at, p_at);
  INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope)
    VALUES (p_chat, c.last_seq, p_sender, p_msg_id, c.last_at, p_epoch, p_kind, p_target, c.msg_count, p_envelope);
  UPDATE chats SET last_seq = c.last_seq, last_at = c.last_at, msg_count = c.msg_count,
    changed_xid = pg_current_xact_id() WHERE id = p_chat;
  UPDATE chat_participants SET delivered_seq = c.last_seq, read_seq = c.last_seq, read_count = c.msg_count
    WHERE chat_id = p_chat AND user_id = p_sender;
  o_seq := c.last_seq;
  o_at := c.last_at;
END
$$;
--> statement-breakpoint
-- High-water marks of many people at once (R17). Locks in the order of the group commit, so that the two never deadlock.
-- A mark never falls, never passes the end of the log, and what was read was delivered.
CREATE FUNCTION "raise_marks"(p_chats text[], p_users text[], p_delivered int8[], p_read int8[], p_at int8)
RETURNS TABLE (o_chat text, o_user text, o_delivered float8, o_read float8, o_read_count float8, o_members int4)
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = 'force_generic_plan'
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
  PERFORM 1 FROM chats WHERE id = ANY (p_chats) ORDER BY id FOR UPDATE;
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT u.chat, u.person, p.read_seq, p.delivered_seq, p.read_count, c.member_count,
      greatest(p.read_seq, least(u.read, c.last_seq)) AS read,
      greatest(p.delivered_seq, p.read_seq, least(greatest(u.delivered, u.read), c.last_seq)) AS delivered
    FROM unnest(p_chats, p_users, p_delivered, p_read) AS u (chat, person, delivered, read)
    JOIN chats c ON c.id = u.chat
    JOIN chat_participants p ON p.chat_id = u.chat AND p.user_id = u.person AND p.left_seq IS NULL
  ),
  risen AS MATERIALIZED (
    SELECT a.*, a.read > a.read_seq AS was_read,
      CASE WHEN a.read > a.read_seq
        THEN (SELECT m.msg_no FROM messages m WHERE m.chat_id = a.chat AND m.seq = a.read)
        ELSE a.read_count END AS new_count
    FROM asked a WHERE a.read > a.read_seq OR a.delivered > a.delivered_seq
  ),
  marked AS (
    UPDATE chat_participants p
    SET read_seq = r.read, delivered_seq = r.delivered, read_count = r.new_count, changed_xid = pg_current_xact_id()
    FROM risen r WHERE p.chat_id = r.chat AND p.user_id = r.person
  ),
  touched AS (
    UPDATE chats c SET changed_xid = pg_current_xact_id()
    FROM (SELECT DISTINCT r.chat FROM risen r WHERE r.member_count <= 20) t WHERE c.id = t.chat
  ),
  noted AS (
    INSERT INTO message_reads (chat_id, user_id, up_to_seq, at)
    SELECT r.chat, r.person, r.read, p_at FROM risen r WHERE r.was_read ON CONFLICT DO NOTHING
  )
  SELECT r.chat, r.person, r.delivered::float8, r.read::float8, r.new_count::float8, r.member_count FROM risen r;
END
$$;
