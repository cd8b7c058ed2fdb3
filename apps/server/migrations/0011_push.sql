CREATE TABLE "notify_settings" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"direct" text NOT NULL,
	"groups" text NOT NULL,
	"reactions" boolean NOT NULL,
	"calls" boolean NOT NULL,
	"requests" boolean NOT NULL,
	"quiet" jsonb,
	"muted_until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_cursors" (
	"chat_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_devices" (
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"session_id" text COLLATE "C" NOT NULL,
	"state" text NOT NULL,
	"endpoint" text,
	"p256dh" "bytea",
	"auth" "bytea",
	"ends_at" bigint,
	"lang" text NOT NULL,
	"hide_content" boolean DEFAULT false NOT NULL,
	"since" bigint NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"expired" integer DEFAULT 0 NOT NULL,
	"last_sent_at" bigint,
	"last_error_at" bigint,
	"last_error" text,
	CONSTRAINT "push_devices_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "push_epochs" (
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "push_epochs_user_id_device_id_chat_id_pk" PRIMARY KEY("user_id","device_id","chat_id")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "push_focus" (
	"socket_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"visible" boolean NOT NULL,
	"chat_id" text COLLATE "C",
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_outbox" (
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"thing" text NOT NULL,
	"kind" text NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"seq" bigint,
	"call_id" text COLLATE "C",
	"at" bigint NOT NULL,
	"until" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "push_outbox_user_id_device_id_thing_pk" PRIMARY KEY("user_id","device_id","thing")
);
--> statement-breakpoint
CREATE TABLE "push_shown" (
	"user_id" text COLLATE "C" NOT NULL,
	"device_id" text COLLATE "C" NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "push_shown_user_id_device_id_chat_id_pk" PRIMARY KEY("user_id","device_id","chat_id")
);
--> statement-breakpoint
ALTER TABLE "chat_participants" ADD COLUMN "level" text;--> statement-breakpoint
CREATE UNIQUE INDEX "push_devices_endpoint" ON "push_devices" USING btree ("endpoint");--> statement-breakpoint
CREATE INDEX "push_devices_session" ON "push_devices" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "push_focus_user" ON "push_focus" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "push_outbox_due" ON "push_outbox" USING btree ("due_at");