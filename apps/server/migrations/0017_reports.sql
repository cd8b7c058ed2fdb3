CREATE TABLE "report_messages" (
	"report_id" text COLLATE "C" NOT NULL,
	"msg_id" text COLLATE "C" NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	"kind" smallint NOT NULL,
	"target" text COLLATE "C",
	"disclosure" "bytea" NOT NULL,
	CONSTRAINT "report_messages_report_id_msg_id_pk" PRIMARY KEY("report_id","msg_id")
);
--> statement-breakpoint
CREATE TABLE "report_voices" (
	"report_id" text COLLATE "C" NOT NULL,
	"reporter_id" text COLLATE "C" NOT NULL,
	"reason" text NOT NULL,
	"words" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "report_voices_report_id_reporter_id_pk" PRIMARY KEY("report_id","reporter_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"chat_id" text COLLATE "C" NOT NULL,
	"msg_id" text COLLATE "C" NOT NULL,
	"author_id" text COLLATE "C" NOT NULL,
	"opened_at" bigint NOT NULL,
	"closed_at" bigint,
	"closed_by" text COLLATE "C",
	"decision" text
);
--> statement-breakpoint
ALTER TABLE "place" ADD COLUMN "contact" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "report_voices_reporter" ON "report_voices" USING btree ("reporter_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_open" ON "reports" USING btree ("chat_id","msg_id") WHERE "reports"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "reports_list" ON "reports" USING btree ("opened_at","id");