-- CreateTable
CREATE TABLE "ModelList" (
    "connectionId" TEXT NOT NULL PRIMARY KEY,
    "models" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "ModelList_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ModelPull" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "stage" TEXT NOT NULL DEFAULT '',
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "bytesAll" BIGINT NOT NULL DEFAULT 0,
    "message" TEXT,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "ModelPull_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ModelPull_connectionId_startedAt_idx" ON "ModelPull"("connectionId", "startedAt");
