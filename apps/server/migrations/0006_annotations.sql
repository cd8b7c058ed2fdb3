DROP FUNCTION "persist_messages"(text[], text[], text[], int8[], int2[], text[], bool[], int4[], int4[], bytea, int8);
--> statement-breakpoint
DROP FUNCTION "persist_message"(text, text, text, int8, int2, text, bool, bytea, int8);
--> statement-breakpoint
-- Where the clear header of an envelope ends, for rows that were stored without saying it: 119 fixed bytes, a target or
-- none, extensions (E5).
CREATE FUNCTION "clear_header_size"(p_envelope bytea) RETURNS int4
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  size int4 := 120 + 16 * get_byte(p_envelope, 119);
  extensions int4 := get_byte(p_envelope, size);
BEGIN
  size := size + 1;
  FOR i IN 1 .. extensions LOOP
    size := size + 3 + 256 * get_byte(p_envelope, size + 1) + get_byte(p_envelope, size + 2);
  END LOOP;
  RETURN size;
END
$$;
--> statement-breakpoint
-- Takes the ciphertext out of these rows and of nothing else; what stays is the clear header and the hash of the sealed
-- content (E30). Answers with the rows that it changed, bytes as hex. The caller holds the chat.
CREATE FUNCTION "erase_rows"(p_chat text, p_seqs int8[]) RETURNS json
LANGUAGE sql VOLATILE
SET enable_seqscan = off
AS $$
  WITH living AS (
    SELECT m.seq AS live_seq, coalesce(nullif(m.header_size, 0), clear_header_size(m.envelope)) AS size
    FROM messages m WHERE m.chat_id = p_chat AND m.seq = ANY (p_seqs) AND m.envelope IS NOT NULL
  ),
  gone AS (
    UPDATE messages m SET envelope = NULL, expires_at = NULL, header_size = l.size,
      header = substring(m.envelope FROM 1 FOR l.size),
      hash = sha256(convert_to('soroka/v1/sealed-content', 'UTF8') || '\x00'::bytea || substring(m.envelope FROM l.size + 1))
    FROM living l WHERE m.chat_id = p_chat AND m.seq = l.live_seq
    RETURNING m.seq, m.at, m.header, m.hash
  )
  SELECT json_agg(json_build_object('seq', seq, 'at', at, 'header', encode(header, 'hex'), 'content', encode(hash, 'hex'))
    ORDER BY seq) FROM gone
$$;
--> statement-breakpoint
-- Erases messages with everything that was said about them (R13), except the deletions: those prove who did it (R5).
-- The counters stay: unread is msg_count minus the msg_no at my mark, and both count what has been, so that a deletion
-- makes no mark wrong (R15).
CREATE FUNCTION "erase_messages"(p_chat text, p_seqs int8[]) RETURNS json
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
DECLARE
  all_seqs int8[];
BEGIN
  PERFORM 1 FROM chats WHERE id = p_chat FOR UPDATE;
  SELECT array_agg(m.seq) || p_seqs INTO all_seqs
    FROM messages t JOIN messages m ON m.chat_id = p_chat AND m.target = t.msg_id
    WHERE t.chat_id = p_chat AND t.seq = ANY (p_seqs) AND m.envelope IS NOT NULL AND m.kind <> 17;
  DELETE FROM message_reactions r USING messages t
    WHERE t.chat_id = p_chat AND t.seq = ANY (p_seqs) AND r.chat_id = p_chat AND r.target = t.msg_id;
  DELETE FROM message_reactions r USING messages m
    WHERE m.chat_id = p_chat AND m.seq = ANY (p_seqs) AND m.target IS NOT NULL
      AND r.chat_id = p_chat AND r.target = m.target AND r.user_id = m.sender AND r.slot = m.kind AND r.seq = m.seq;
  RETURN erase_rows(p_chat, coalesce(all_seqs, p_seqs));
END
$$;
--> statement-breakpoint
-- Whether somebody may say this of that message (R13, R14). The message is looked for in the chat of the annotation and
-- inside its sender's membership: what stands elsewhere is not there.
CREATE FUNCTION "judge_annotation"(p_chat chats, p_role text, p_sender text, p_kind int2, p_target text,
  OUT o_outcome text, OUT o_seq int8, OUT o_expires int8)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
DECLARE
  target record;
  closed bool;
BEGIN
  SELECT m.seq, m.sender, m.kind, m.expires_at INTO target FROM messages m
    WHERE m.chat_id = p_chat.id AND m.msg_id = p_target AND m.envelope IS NOT NULL
      AND EXISTS (SELECT 1 FROM chat_memberships s WHERE s.chat_id = p_chat.id AND s.user_id = p_sender
        AND m.seq > s.from_seq AND (s.to_seq IS NULL OR m.seq <= s.to_seq));
  o_seq := target.seq;
  o_expires := target.expires_at;
  closed := p_kind IN (20, 21) AND EXISTS (SELECT 1 FROM message_reactions r
    WHERE r.chat_id = p_chat.id AND r.target = p_target AND r.user_id = target.sender AND r.slot = 21);
  o_outcome := CASE
    WHEN target.seq IS NULL THEN 'TARGET_GONE'
    -- Only messages are spoken of, never what was said about them.
    WHEN target.kind BETWEEN 16 AND 21 OR target.kind = 32 THEN 'FORBIDDEN'
    WHEN p_kind = 16 AND (target.sender <> p_sender OR target.kind = 3) THEN 'FORBIDDEN'
    -- Only edits have no slot: without an end to them a page would sort all that somebody ever wrote of one message.
    WHEN p_kind = 16 AND (SELECT count(*) FROM (SELECT 1 FROM messages m WHERE m.chat_id = p_chat.id
      AND m.target = p_target AND m.kind = 16 AND m.envelope IS NOT NULL LIMIT 200) e) >= 200 THEN 'LIMIT_REACHED'
    WHEN p_kind = 17 AND target.sender <> p_sender AND (p_chat.kind <> 'group' OR p_role = 'member') THEN 'FORBIDDEN'
    WHEN p_kind IN (20, 21) AND (target.kind <> 3 OR closed) THEN 'FORBIDDEN'
    WHEN p_kind = 21 AND target.sender <> p_sender THEN 'FORBIDDEN'
    ELSE 'ACCEPTED'
  END;
END
$$;
--> statement-breakpoint
-- The group commit of plain messages (R6): no target, nobody called by name. One call is one transaction; the second
-- statement has a snapshot of its own, taken when the locks are held, so that it sees what the transactions before it
-- stored. It judges as persist_message does. Blocks are looked up chat by chat only if anybody has blocked one of the senders.
CREATE FUNCTION "persist_messages"(
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
CREATE FUNCTION "persist_message"(
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
--> statement-breakpoint
-- A batch with annotations in it: one after the other, since each may speak of one before it; still one transaction.
CREATE FUNCTION "persist_each"(
  p_chats text[], p_senders text[], p_msg_ids text[], p_epochs int8[], p_kinds int2[], p_targets text[], p_counts bool[],
  p_notify text[], p_expires int8[], p_quiet bool[], p_headers int2[], p_starts int4[], p_sizes int4[], p_envelopes bytea,
  p_at int8
) RETURNS TABLE (o_item int4, o_outcome text, o_seq float8, o_at float8, o_erased json)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
BEGIN
  PERFORM 1 FROM chats WHERE id = ANY (p_chats) ORDER BY id FOR UPDATE;
  FOR i IN 1 .. cardinality(p_chats) LOOP
    RETURN QUERY SELECT i, one.o_outcome, one.o_seq, one.o_at, one.o_erased
      FROM persist_message(p_chats[i], p_senders[i], p_msg_ids[i], p_epochs[i], p_kinds[i], p_targets[i], p_counts[i],
        p_notify[i], p_expires[i], p_quiet[i], p_headers[i], substring(p_envelopes FROM p_starts[i] + 1 FOR p_sizes[i]),
        p_at) one;
  END LOOP;
END
$$;
--> statement-breakpoint
-- The first row above p_above and up to p_up_to that is not before a moment; null if there is none. Times never fall
-- within a chat and seqs are dense (G3), so that it takes a few dozen look-ups in the longest log.
CREATE FUNCTION "seq_at"(p_chat text, p_above int8, p_up_to int8, p_at int8) RETURNS int8
LANGUAGE plpgsql STABLE
SET enable_seqscan = off
AS $$
DECLARE
  low int8 := p_above;
  high int8 := p_up_to + 1;
  middle int8;
BEGIN
  WHILE high - low > 1 LOOP
    middle := (low + high) / 2;
    IF (SELECT m.at FROM messages m WHERE m.chat_id = p_chat AND m.seq = middle) < p_at THEN
      low := middle;
    ELSE
      high := middle;
    END IF;
  END LOOP;
  RETURN nullif(high, p_up_to + 1);
END
$$;
