-- Whether somebody may say this of that message (R13, R14). The message is looked for in the chat of the annotation and
-- inside its sender's membership: what stands elsewhere is not there.
CREATE OR REPLACE FUNCTION "judge_annotation"(p_chat chats, p_role text, p_sender text, p_kind int2, p_target text,
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
-- One row of any kind with what follows from it. For a plain message that comes alone it is also the quickest way.
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
  c chats;
  me chat_participants;
  old_sender text;
  old_seq int8;
  old_at int8;
  blocked bool;
  target_seq int8;
  target_expires int8;
  older int8;
  absent bool := p_quiet OR p_kind = 32;
BEGIN
  SELECT * INTO c FROM chats WHERE id = p_chat FOR UPDATE;
  SELECT p.role, p.read_count, m.sender, m.seq, m.at,
      c.kind = 'direct' AND EXISTS (SELECT 1 FROM blocks b JOIN chat_participants o
        ON o.chat_id = p_chat AND o.user_id = b.user_id WHERE b.blocked_id = p_sender)
    INTO me.role, me.read_count, old_sender, old_seq, old_at, blocked
    FROM (SELECT 1) always
    LEFT JOIN chat_participants p ON p.chat_id = p_chat AND p.user_id = p_sender AND p.left_seq IS NULL
    LEFT JOIN messages m ON m.chat_id = p_chat AND m.msg_id = p_msg_id;
  o_outcome := CASE
    WHEN old_sender = p_sender THEN 'REPEATED'
    WHEN c.id IS NULL OR me.role IS NULL THEN 'NOT_A_MEMBER'
    WHEN p_epoch < c.floor THEN 'EPOCH_OLD'
    WHEN p_epoch > c.head THEN 'EPOCH_UNKNOWN'
    WHEN c.rotate_required THEN 'ROTATE'
    -- Somebody else's id: an annotation could then mean either.
    WHEN old_seq IS NOT NULL THEN 'ENVELOPE_INVALID'
    WHEN me.role = 'member' AND (c.write_who <> 1 AND p_target IS NULL AND p_kind <> 32
      OR c.pin_who <> 1 AND p_kind = 19
      OR c.kind = 'group' AND left(p_notify, 1) = '*') THEN 'FORBIDDEN'
    WHEN c.timer > 0 AND p_counts AND coalesce(p_expires > p_at + (c.timer::int8 + 86400) * 1000, true)
      THEN 'ENVELOPE_INVALID'
    -- What he has said he may take back, and nothing else reaches who blocked him.
    WHEN blocked AND p_kind <> 17 THEN 'NOT_ACCEPTING'
    ELSE 'ACCEPTED'
  END;
  IF o_outcome = 'ACCEPTED' AND p_target IS NOT NULL THEN
    SELECT j.o_outcome, j.o_seq, j.o_expires INTO o_outcome, target_seq, target_expires
      FROM judge_annotation(c, me.role, p_sender, p_kind, p_target) j;
    -- What is said about a message ends with it at the latest; only its deletion outlives it.
    IF p_kind <> 17 THEN p_expires := least(p_expires, target_expires); END IF;
  END IF;
  -- The name of a chat has no time of its own: else any member could make it end.
  IF p_kind = 32 THEN p_expires := NULL; END IF;
  IF o_outcome <> 'ACCEPTED' THEN
    o_seq := old_seq;
    o_at := old_at;
    RETURN;
  END IF;
  -- What is sent while its sender may be away reads nothing for him, unless nothing is unread.
  absent := absent AND me.read_count < c.msg_count;
  c.last_seq := c.last_seq + 1;
  c.msg_count := c.msg_count + p_counts::int;
  c.last_at := greatest(c.last_at, p_at);
  IF p_kind = 32 THEN c.meta_seq := c.last_seq; END IF;
  IF p_notify IS NOT NULL AND (p_counts OR p_kind = 16) THEN
    IF left(p_notify, 1) = '*' THEN c.all_seq := c.last_seq; END IF;
    UPDATE chat_participants SET mention_seq = c.last_seq, changed_xid = pg_current_xact_id()
      WHERE chat_id = p_chat AND user_id = ANY (string_to_array(ltrim(p_notify, '*'), ','))
        AND user_id <> p_sender AND left_seq IS NULL;
  END IF;
  INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope, header_size, expires_at)
    VALUES (p_chat, c.last_seq, p_sender, p_msg_id, c.last_at, p_epoch, p_kind, p_target, c.msg_count, p_envelope, p_header,
      p_expires);
  UPDATE chats SET last_seq = c.last_seq, last_at = c.last_at, msg_count = c.msg_count, meta_seq = c.meta_seq,
    all_seq = c.all_seq, changed_xid = pg_current_xact_id() WHERE id = p_chat;
  IF absent THEN
    UPDATE chat_participants SET request = request AND NOT p_counts WHERE chat_id = p_chat AND user_id = p_sender;
  ELSE
    UPDATE chat_participants SET delivered_seq = c.last_seq, read_seq = c.last_seq, read_count = c.msg_count,
      request = request AND NOT p_counts WHERE chat_id = p_chat AND user_id = p_sender;
  END IF;
  IF p_kind = 17 THEN
    o_erased := erase_messages(p_chat, ARRAY[target_seq]);
  ELSIF p_kind IN (18, 19, 20, 21) THEN
    SELECT r.seq INTO older FROM message_reactions r
      WHERE r.chat_id = p_chat AND r.target = p_target AND r.user_id = p_sender AND r.slot = p_kind;
    INSERT INTO message_reactions (chat_id, target, user_id, slot, seq)
      VALUES (p_chat, p_target, p_sender, p_kind, c.last_seq)
      ON CONFLICT (chat_id, target, user_id, slot) DO UPDATE SET seq = excluded.seq;
    IF older IS NOT NULL THEN o_erased := erase_rows(p_chat, ARRAY[older]); END IF;
  END IF;
  o_seq := c.last_seq;
  o_at := c.last_at;
END
$$;
