-- AlterTable
ALTER TABLE "Flow" ADD COLUMN "offered" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "McpTool" (
    "connectionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "offered" TEXT NOT NULL,
    "read" TEXT,
    "hash" TEXT,
    "on" BOOLEAN NOT NULL DEFAULT false,
    "risk" TEXT NOT NULL DEFAULT 'send',
    "readAt" DATETIME,
    "readById" TEXT,

    PRIMARY KEY ("connectionId", "name"),
    CONSTRAINT "McpTool_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
