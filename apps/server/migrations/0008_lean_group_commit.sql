-- The group commit of plain messages (R6): no target, nobody called by name. One call is one transaction; the second
-- statement has a snapshot of its own, taken when the locks are held, so that it sees what the transactions before it
-- stored. It judges as persist_message does. Blocks are looked up chat by chat only if anybody has blocked one of the senders.
CREATE OR REPLACE FUNCTION "persist_messages"(
  p_chats text[], p_senders text[], p_msg_ids text[], p_epochs int8[], p_kinds int2[], p_counts bool[], p_expires int8[],
  p_headers int2[], p_starts int4[], p_sizes int4[], p_envelopes bytea, p_at int8
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
    SELECT * FROM unnest(p_chats, p_senders, p_msg_ids, p_epochs, p_kinds, p_counts, p_expires, p_headers, p_starts, p_sizes)
      WITH ORDINALITY AS u (chat, sender, msg, epoch, kind, counts, expires, header, start, size, no)
  ),
  judged AS MATERIALIZED (
    SELECT i.*, c.last_seq, c.msg_count, greatest(c.last_at, p_at) AS new_at, old.seq AS old_seq, old.at AS old_at,
      CASE
        WHEN old.sender = i.sender THEN 'REPEATED'
        WHEN c.id IS NULL OR p.user_id IS NULL THEN 'NOT_A_MEMBER'
        WHEN i.epoch < c.floor THEN 'EPOCH_OLD'
        WHEN i.epoch > c.head THEN 'EPOCH_UNKNOWN'
        WHEN c.rotate_required THEN 'ROTATE'
        WHEN old.seq IS NOT NULL THEN 'ENVELOPE_INVALID'
        WHEN c.write_who <> 1 AND p.role = 'member' THEN 'FORBIDDEN'
        WHEN c.timer > 0 AND i.counts AND coalesce(i.expires > p_at + (c.timer::int8 + 86400) * 1000, true)
          THEN 'ENVELOPE_INVALID'
        WHEN c.kind = 'direct' AND EXISTS (SELECT 1 FROM blocks b WHERE b.blocked_id = ANY (p_senders))
          AND EXISTS (SELECT 1 FROM blocks b JOIN chat_participants o
          ON o.chat_id = i.chat AND o.user_id = b.user_id WHERE b.blocked_id = i.sender) THEN 'NOT_ACCEPTING'
        ELSE 'ACCEPTED'
      END AS outcome
    FROM item i
    LEFT JOIN messages old ON old.chat_id = i.chat AND old.msg_id = i.msg
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
    INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, msg_no, envelope, header_size, expires_at)
    SELECT a.chat, a.seq, a.sender, a.msg, a.new_at, a.epoch, a.kind, a.msg_no,
      substring(p_envelopes FROM a.start + 1 FOR a.size), a.header, a.expires
    FROM numbered a WHERE a.outcome = 'ACCEPTED'
  ),
  moved AS (
    UPDATE chats c SET last_seq = m.seq, last_at = m.new_at, msg_count = m.msg_no, changed_xid = pg_current_xact_id()
    FROM (SELECT a.chat, max(a.seq) AS seq, max(a.new_at) AS new_at, max(a.msg_no) AS msg_no
          FROM numbered a WHERE a.outcome = 'ACCEPTED' GROUP BY a.chat) m
    WHERE c.id = m.chat
  ),
  own_marks AS (
    UPDATE chat_participants p SET delivered_seq = m.seq, read_seq = m.seq, read_count = m.msg_no,
      request = p.request AND NOT m.counts
    FROM (SELECT a.chat, a.sender, max(a.seq) AS seq, max(a.msg_no) AS msg_no, bool_or(a.counts) AS counts
          FROM numbered a WHERE a.outcome = 'ACCEPTED' GROUP BY a.chat, a.sender) m
    WHERE p.chat_id = m.chat AND p.user_id = m.sender
  )
  SELECT n.no::int4, n.outcome, coalesce(n.old_seq, n.seq)::float8, coalesce(n.old_at, n.new_at)::float8
  FROM numbered n;
END
$$;
--> statement-breakpoint
-- One row of any kind with what follows from it. For a plain message that comes alone it is also the quickest way: plpgsql
-- prepares its expressions anew in each transaction, so what can be is computed inside the two look-ups, and what only
-- other kinds need stands behind one condition.
-- p_notify: called ids joined by commas, before them * for all. p_quiet: its sender need not be there (R8).
CREATE OR REPLACE FUNCTION "persist_message"(
  p_chat text, p_sender text, p_msg_id text, p_epoch int8, p_kind int2, p_target text, p_counts bool, p_notify text,
  p_expires int8, p_quiet bool, p_header int2, p_envelope bytea, p_at int8,
  OUT o_outcome text, OUT o_seq float8, OUT o_at float8, OUT o_erased json
)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
DECLARE
  chat_kind text;
  chat_outcome text;
  barred bool;
  lasting bool;
  new_seq int8;
  new_at int8;
  new_count int8;
  my_role text;
  absent bool;
  more bool;
  target_seq int8;
  target_expires int8;
  older int8;
BEGIN
  SELECT c.kind, c.last_seq + 1, greatest(c.last_at, p_at), c.msg_count + p_counts::int,
      CASE
        WHEN p_epoch < c.floor THEN 'EPOCH_OLD'
        WHEN p_epoch > c.head THEN 'EPOCH_UNKNOWN'
        WHEN c.rotate_required THEN 'ROTATE'
      END,
      c.write_who <> 1 AND p_target IS NULL AND p_kind <> 32
        OR c.pin_who <> 1 AND p_kind = 19
        OR c.kind = 'group' AND left(p_notify, 1) = '*',
      c.timer > 0 AND p_counts AND coalesce(p_expires > p_at + (c.timer::int8 + 86400) * 1000, true)
    INTO chat_kind, new_seq, new_at, new_count, chat_outcome, barred, lasting
    FROM chats c WHERE c.id = p_chat FOR UPDATE;
  -- "more": whether it is no plain message, or somebody, maybe the one it is for, has blocked its sender.
  SELECT p.role, coalesce(m.seq, new_seq)::float8, coalesce(m.at, new_at)::float8,
      (p_quiet OR p_kind = 32) AND p.read_count < new_count - p_counts::int,
      p_target IS NOT NULL OR p_notify IS NOT NULL OR p_kind = 32
        OR EXISTS (SELECT 1 FROM blocks b WHERE b.blocked_id = p_sender),
      CASE
        WHEN m.sender = p_sender THEN 'REPEATED'
        WHEN chat_kind IS NULL OR p.role IS NULL THEN 'NOT_A_MEMBER'
        WHEN chat_outcome IS NOT NULL THEN chat_outcome
        -- Somebody else's id: an annotation could then mean either.
        WHEN m.seq IS NOT NULL THEN 'ENVELOPE_INVALID'
        WHEN barred AND p.role = 'member' THEN 'FORBIDDEN'
        WHEN lasting THEN 'ENVELOPE_INVALID'
        ELSE 'ACCEPTED'
      END
    INTO my_role, o_seq, o_at, absent, more, o_outcome
    FROM (SELECT 1) always
    LEFT JOIN chat_participants p ON p.chat_id = p_chat AND p.user_id = p_sender AND p.left_seq IS NULL
    LEFT JOIN messages m ON m.chat_id = p_chat AND m.msg_id = p_msg_id;
  IF more AND o_outcome = 'ACCEPTED' THEN
    -- What he has said he may take back, and nothing else reaches who blocked him.
    IF chat_kind = 'direct' AND p_kind <> 17 AND EXISTS (SELECT 1 FROM blocks b JOIN chat_participants o
      ON o.chat_id = p_chat AND o.user_id = b.user_id WHERE b.blocked_id = p_sender) THEN
      o_outcome := 'NOT_ACCEPTING';
    ELSIF p_target IS NOT NULL THEN
      SELECT j.o_outcome, j.o_seq, j.o_expires INTO o_outcome, target_seq, target_expires
        FROM chats c, judge_annotation(c, my_role, p_sender, p_kind, p_target) j WHERE c.id = p_chat;
      -- What is said about a message ends with it at the latest; only its deletion outlives it.
      IF p_kind <> 17 THEN p_expires := least(p_expires, target_expires); END IF;
    ELSIF p_kind = 32 THEN
      -- The name of a chat has no time of its own: else any member could make it end.
      p_expires := NULL;
    END IF;
  END IF;
  IF o_outcome <> 'ACCEPTED' THEN
    RETURN;
  END IF;
  INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope, header_size, expires_at)
    VALUES (p_chat, new_seq, p_sender, p_msg_id, new_at, p_epoch, p_kind, p_target, new_count, p_envelope, p_header,
      p_expires);
  UPDATE chats SET last_seq = new_seq, last_at = new_at, msg_count = new_count, changed_xid = pg_current_xact_id()
    WHERE id = p_chat;
  -- What is sent while its sender may be away reads nothing for him, unless nothing is unread.
  IF absent THEN
    UPDATE chat_participants SET request = request AND NOT p_counts WHERE chat_id = p_chat AND user_id = p_sender;
  ELSE
    UPDATE chat_participants SET delivered_seq = new_seq, read_seq = new_seq, read_count = new_count,
      request = request AND NOT p_counts WHERE chat_id = p_chat AND user_id = p_sender;
  END IF;
  IF NOT more THEN
    RETURN;
  END IF;
  IF p_kind = 32 THEN
    UPDATE chats SET meta_seq = new_seq WHERE id = p_chat;
  END IF;
  IF p_notify IS NOT NULL AND (p_counts OR p_kind = 16) THEN
    IF left(p_notify, 1) = '*' THEN
      UPDATE chats SET all_seq = new_seq WHERE id = p_chat;
    END IF;
    UPDATE chat_participants SET mention_seq = new_seq, changed_xid = pg_current_xact_id()
      WHERE chat_id = p_chat AND user_id = ANY (string_to_array(ltrim(p_notify, '*'), ','))
        AND user_id <> p_sender AND left_seq IS NULL;
  END IF;
  IF p_kind = 17 THEN
    o_erased := erase_messages(p_chat, ARRAY[target_seq]);
  ELSIF p_kind IN (18, 19, 20, 21) THEN
    SELECT r.seq INTO older FROM message_reactions r
      WHERE r.chat_id = p_chat AND r.target = p_target AND r.user_id = p_sender AND r.slot = p_kind;
    INSERT INTO message_reactions (chat_id, target, user_id, slot, seq)
      VALUES (p_chat, p_target, p_sender, p_kind, new_seq)
      ON CONFLICT (chat_id, target, user_id, slot) DO UPDATE SET seq = excluded.seq;
    IF older IS NOT NULL THEN o_erased := erase_rows(p_chat, ARRAY[older]); END IF;
  END IF;
END
$$;
