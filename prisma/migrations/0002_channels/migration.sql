-- CreateTable
CREATE TABLE "Channel" (
    "connectionId" TEXT NOT NULL PRIMARY KEY,
    "account" TEXT NOT NULL,
    "accountName" TEXT NOT NULL,
    "cursor" TEXT,
    "movedAt" DATETIME,
    "connectedAt" DATETIME,
    "checkedAt" DATETIME,
    CONSTRAINT "Channel_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Pairing" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdById" TEXT,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "Pairing_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PairedChat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "trusted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "PairedChat_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PairedChat_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Pairing_hash_key" ON "Pairing"("hash");

-- CreateIndex
CREATE INDEX "Pairing_connectionId_idx" ON "Pairing"("connectionId");

-- CreateIndex
CREATE INDEX "PairedChat_contactId_idx" ON "PairedChat"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "PairedChat_connectionId_chatId_userId_key" ON "PairedChat"("connectionId", "chatId", "userId");


