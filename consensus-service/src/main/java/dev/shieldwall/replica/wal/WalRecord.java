package dev.shieldwall.replica.wal;

/**
 * One record of the log.
 *
 * @param lsn log sequence number, counted by record from 1, without gaps
 * @param type the caller's word for what the payload is
 * @param payload the bytes as appended; read only, not copied, because a record may hold a whole block
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of a block per read would be the larger harm
public record WalRecord(long lsn, byte type, byte[] payload) {}
