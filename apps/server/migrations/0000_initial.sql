CREATE TABLE "account_blobs" (
	"user_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"bytes" "bytea" NOT NULL,
	"changed_at" bigint NOT NULL,
	CONSTRAINT "account_blobs_user_id_kind_pk" PRIMARY KEY("user_id","kind")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"opaque_record" text NOT NULL,
	"version" integer NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_flows" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"step" text NOT NULL,
	"user_id" text COLLATE "C",
	"email" text NOT NULL,
	"locale" text NOT NULL,
	"code_hash" "bytea",
	"code_expires_at" bigint,
	"tries_left" integer DEFAULT 0 NOT NULL,
	"codes_sent" integer DEFAULT 0 NOT NULL,
	"login_state" text,
	"may_own" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"delivery" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"generation" integer NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"arrived_generation" integer NOT NULL,
	"rotated_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"ended_at" bigint,
	"end_reason" text
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "tickets" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"session_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"delivery" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_participants" (
	"chat_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"role" text NOT NULL,
	"joined_seq" bigint DEFAULT 0 NOT NULL,
	"left_seq" bigint,
	"delivered_seq" bigint DEFAULT 0 NOT NULL,
	"read_seq" bigint DEFAULT 0 NOT NULL,
	"read_count" bigint DEFAULT 0 NOT NULL,
	"changed_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "chat_participants_chat_id_user_id_pk" PRIMARY KEY("chat_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"last_at" bigint DEFAULT 0 NOT NULL,
	"msg_count" bigint DEFAULT 0 NOT NULL,
	"member_count" integer DEFAULT 0 NOT NULL,
	"head" bigint DEFAULT 0 NOT NULL,
	"floor" bigint DEFAULT 0 NOT NULL,
	"rotate_required" boolean DEFAULT false NOT NULL,
	"changed_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "epoch_boxes" (
	"chat_id" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"box" "bytea" NOT NULL,
	CONSTRAINT "epoch_boxes_chat_id_n_user_id_pk" PRIMARY KEY("chat_id","n","user_id")
);
--> statement-breakpoint
CREATE TABLE "epochs" (
	"chat_id" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	"record" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "epochs_chat_id_n_pk" PRIMARY KEY("chat_id","n")
);
--> statement-breakpoint
CREATE TABLE "server_era" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"era" text NOT NULL,
	CONSTRAINT "server_era_one" CHECK ("server_era"."one")
);
--> statement-breakpoint
CREATE TABLE "message_reads" (
	"chat_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"up_to_seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "message_reads_chat_id_user_id_up_to_seq_pk" PRIMARY KEY("chat_id","user_id","up_to_seq")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"chat_id" text COLLATE "C" NOT NULL,
	"seq" bigint NOT NULL,
	"sender" text COLLATE "C" NOT NULL,
	"msg_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"kind" smallint NOT NULL,
	"target" text COLLATE "C",
	"msg_no" bigint NOT NULL,
	"envelope" "bytea",
	"hash" "bytea",
	CONSTRAINT "messages_chat_id_seq_pk" PRIMARY KEY("chat_id","seq")
);
--> statement-breakpoint
CREATE TABLE "presence_last_seen" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"user_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"sign_pub" "bytea" NOT NULL,
	"added_at" bigint NOT NULL,
	"revoked_at" bigint,
	CONSTRAINT "devices_user_id_id_pk" PRIMARY KEY("user_id","id")
);
--> statement-breakpoint
CREATE TABLE "user_chain" (
	"user_id" text COLLATE "C" NOT NULL,
	"seq" integer NOT NULL,
	"entry" "bytea" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "user_chain_user_id_seq_pk" PRIMARY KEY("user_id","seq")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"nickname" text COLLATE "C" NOT NULL,
	"role" text NOT NULL,
	"locale" text NOT NULL,
	"find_by_email" boolean DEFAULT false NOT NULL,
	"recovery_saved_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "auth_flows_expires" ON "auth_flows" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "tickets_expires" ON "tickets" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "chat_participants_user" ON "chat_participants" USING btree ("user_id","chat_id");--> statement-breakpoint
CREATE INDEX "epoch_boxes_user" ON "epoch_boxes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "message_reads_user" ON "message_reads" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("chat_id","sender","msg_id");--> statement-breakpoint
CREATE INDEX "devices_id" ON "devices" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "users_nickname" ON "users" USING btree ("nickname");--> statement-breakpoint
CREATE UNIQUE INDEX "users_one_owner" ON "users" USING btree ("role") WHERE "users"."role" = 'owner';--> statement-breakpoint
CREATE INDEX "mails_at" ON "mails" USING btree ("at");