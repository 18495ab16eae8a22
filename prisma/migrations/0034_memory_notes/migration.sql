-- CreateTable
CREATE TABLE "MemoryNote" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "flowId" TEXT,
    "userId" TEXT,
    "subject" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "runId" TEXT,
    "stepId" TEXT,
    "vectorModel" TEXT,
    "vector" BLOB,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "acceptedAt" DATETIME,
    "acceptedById" TEXT,
    CONSTRAINT "MemoryNote_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "Flow" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "MemoryNote_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "MemoryNote_id_key" ON "MemoryNote"("id");

-- CreateIndex
CREATE INDEX "MemoryNote_flowId_userId_subject_idx" ON "MemoryNote"("flowId", "userId", "subject");

-- CreateIndex
CREATE INDEX "MemoryNote_userId_idx" ON "MemoryNote"("userId");

-- CreateIndex
CREATE INDEX "MemoryNote_expiresAt_idx" ON "MemoryNote"("expiresAt");

-- Words of notes, kept in step by the triggers below.
CREATE VIRTUAL TABLE "MemoryText" USING fts5("text", content='MemoryNote', content_rowid='seq', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER "MemoryNote_added" AFTER INSERT ON "MemoryNote" BEGIN
  INSERT INTO "MemoryText"("rowid", "text") VALUES (new."seq", new."text");
END;

CREATE TRIGGER "MemoryNote_removed" AFTER DELETE ON "MemoryNote" BEGIN
  INSERT INTO "MemoryText"("MemoryText", "rowid", "text") VALUES ('delete', old."seq", old."text");
END;

CREATE TRIGGER "MemoryNote_changed" AFTER UPDATE OF "text" ON "MemoryNote" BEGIN
  INSERT INTO "MemoryText"("MemoryText", "rowid", "text") VALUES ('delete', old."seq", old."text");
  INSERT INTO "MemoryText"("rowid", "text") VALUES (new."seq", new."text");
END;
