CREATE TABLE "file_refs" (
	"chat_id" text COLLATE "C" NOT NULL,
	"seq" bigint NOT NULL,
	"file_id" text COLLATE "C" NOT NULL,
	"msg_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "file_refs_chat_id_seq_file_id_pk" PRIMARY KEY("chat_id","seq","file_id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"whole_at" bigint,
	"waiting_since" bigint,
	"dropped_at" bigint,
	"gone_at" bigint
);
--> statement-breakpoint
CREATE TABLE "user_photos" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"image" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "scheduled_messages" ADD COLUMN "files" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "photo" text;--> statement-breakpoint
CREATE INDEX "file_refs_file" ON "file_refs" USING btree ("file_id","chat_id");--> statement-breakpoint
CREATE INDEX "files_owner" ON "files" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "files_waiting" ON "files" USING btree ("waiting_since") WHERE "files"."waiting_since" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "files_dropped" ON "files" USING btree ("dropped_at") WHERE "files"."dropped_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "files_gone" ON "files" USING btree ("gone_at") WHERE "files"."gone_at" IS NOT NULL;--> statement-breakpoint
-- As before; and with its ciphertext a message lets go of its files (R20).
CREATE OR REPLACE FUNCTION "erase_rows"(p_chat text, p_seqs int8[]) RETURNS json
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
  ),
  unnamed AS (
    DELETE FROM file_refs r WHERE r.chat_id = p_chat AND r.seq = ANY (p_seqs) RETURNING r.file_id
  ),
  -- Whether it was their last message is asked when they are to be deleted (R11): two that go at once each see the other.
  dropped AS (
    UPDATE files f SET dropped_at = (extract(epoch FROM clock_timestamp()) * 1000)::int8, waiting_since = NULL
    FROM unnamed u WHERE f.id = u.file_id
  )
  SELECT json_agg(json_build_object('seq', seq, 'at', at, 'header', encode(header, 'hex'), 'content', encode(hash, 'hex'))
    ORDER BY seq) FROM gone
$$;
--> statement-breakpoint
-- persist_message for one that names files (R20): each is whole, and its sender brought it or reads it somewhere. Else
-- nothing is stored. The rows of the files are held against the sweep, which takes them FOR UPDATE.
CREATE FUNCTION "persist_with_files"(
  p_chat text, p_sender text, p_msg_id text, p_epoch int8, p_kind int2, p_target text, p_counts bool, p_notify text,
  p_expires int8, p_quiet bool, p_header int2, p_envelope bytea, p_at int8, p_files text,
  OUT o_outcome text, OUT o_seq float8, OUT o_at float8, OUT o_erased json
)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
DECLARE
  ids text[] := string_to_array(p_files, ',');
  granted int8;
BEGIN
  SELECT one.* INTO o_outcome, o_seq, o_at, o_erased
    FROM persist_message(p_chat, p_sender, p_msg_id, p_epoch, p_kind, p_target, p_counts, p_notify, p_expires, p_quiet,
      p_header, p_envelope, p_at) one;
  IF o_outcome = 'ACCEPTED' THEN
    SELECT count(*) INTO granted FROM (
      SELECT 1 FROM files f
      WHERE f.id = ANY (ids) AND f.whole_at IS NOT NULL AND f.gone_at IS NULL
        AND (f.owner = p_sender OR EXISTS (SELECT 1 FROM file_refs r
          JOIN chat_memberships s ON s.chat_id = r.chat_id AND s.user_id = p_sender
            AND r.seq > s.from_seq AND (s.to_seq IS NULL OR r.seq <= s.to_seq)
          WHERE r.file_id = f.id))
      FOR KEY SHARE OF f) held;
    IF granted < cardinality(ids) THEN
      RAISE EXCEPTION 'a file is unknown' USING ERRCODE = 'SF001';
    END IF;
    INSERT INTO file_refs (chat_id, seq, file_id, msg_id) SELECT p_chat, o_seq::int8, id, p_msg_id FROM unnest(ids) id;
  END IF;
EXCEPTION WHEN SQLSTATE 'SF001' THEN
  o_outcome := 'FILE_UNKNOWN';
  o_erased := NULL;
END
$$;
--> statement-breakpoint
DROP FUNCTION "persist_each"(text[], text[], text[], int8[], int2[], text[], bool[], text[], int8[], bool[], int2[], int4[], int4[], bytea, int8);
--> statement-breakpoint
-- A batch with annotations or files in it: one after the other, since each may speak of one before it; still one transaction.
CREATE FUNCTION "persist_each"(
  p_chats text[], p_senders text[], p_msg_ids text[], p_epochs int8[], p_kinds int2[], p_targets text[], p_counts bool[],
  p_notify text[], p_expires int8[], p_quiet bool[], p_files text[], p_headers int2[], p_starts int4[], p_sizes int4[],
  p_envelopes bytea, p_at int8
) RETURNS TABLE (o_item int4, o_outcome text, o_seq float8, o_at float8, o_erased json)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
AS $$
BEGIN
  PERFORM 1 FROM chats WHERE id = ANY (p_chats) ORDER BY id FOR UPDATE;
  FOR i IN 1 .. cardinality(p_chats) LOOP
    IF p_files[i] IS NULL THEN
      RETURN QUERY SELECT i, one.o_outcome, one.o_seq, one.o_at, one.o_erased
        FROM persist_message(p_chats[i], p_senders[i], p_msg_ids[i], p_epochs[i], p_kinds[i], p_targets[i], p_counts[i],
          p_notify[i], p_expires[i], p_quiet[i], p_headers[i],
          substring(p_envelopes FROM p_starts[i] + 1 FOR p_sizes[i]), p_at) one;
    ELSE
      RETURN QUERY SELECT i, one.o_outcome, one.o_seq, one.o_at, one.o_erased
        FROM persist_with_files(p_chats[i], p_senders[i], p_msg_ids[i], p_epochs[i], p_kinds[i], p_targets[i],
          p_counts[i], p_notify[i], p_expires[i], p_quiet[i], p_headers[i],
          substring(p_envelopes FROM p_starts[i] + 1 FOR p_sizes[i]), p_at, p_files[i]) one;
    END IF;
  END LOOP;
END
$$;
