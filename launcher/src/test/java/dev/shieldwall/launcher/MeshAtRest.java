package dev.shieldwall.launcher;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A local mesh of which nothing runs: the keys and the genesis that {@code up} makes, and receipts signed with them. */
public record MeshAtRest(DataFolder data, Genesis genesis) {

    public static final PrincipalId HOLDER = new PrincipalId("spiffe://mesh.local/service/holder");

    private static final int REPLICAS = 4;
    private static final long BLOCK_TIME = 1_800_000_000_000L;

    /** A new mesh in a new folder. */
    public static MeshAtRest in(Path folder) throws IOException {
        var data = new DataFolder(folder);
        data.open(FreePorts.block());
        return new MeshAtRest(data, LocalGenesis.of(data).create(REPLICAS, data::replica, BLOCK_TIME));
    }

    /** The receipt of a block with this one decision, signed by all replicas but the last. */
    public Receipt receipt(Decision decision) throws IOException {
        var result = new ResultLeaf(
                0, HOLDER, new CommandId(Bytes.wrap(new byte[CommandId.BYTES])), Hash.ZERO, decision, List.of());
        Hash set = genesis.replicaSet().hash();
        var header = new BlockHeader(
                genesis.chainId(), 0, 1, genesis.chainId(), Hash.ZERO, Hash.ZERO, Block.resultsRoot(List.of(result)), 1,
                Hash.of(MerkleTree.leafHash(new byte[] {1})), set, set, BLOCK_TIME, 0);
        var block = new CertifiedBlock(header, List.of(), List.of(result), certificate(header));
        return Receipt.of(block, 0);
    }

    private QuorumCertificate certificate(BlockHeader header) throws IOException {
        Hash hash = header.hash();
        byte[] signed = Vote.signedBytes(genesis.chainId(), 0, VoteType.COMMIT, header.height(), 0, hash);
        var votes = new ArrayList<Vote>();
        for (int replica = 0; replica < genesis.replicaSet().quorum(); replica++) {
            var signer = ReplicaIdentity.load(data.replica(replica), replica).voteSigner();
            votes.add(new Vote(
                    VoteType.COMMIT, 0, header.height(), 0, hash, replica, Bytes.of(signer.sign(Vote.CONTEXT, signed))));
        }
        return QuorumCertificate.of(votes, REPLICAS);
    }
}
