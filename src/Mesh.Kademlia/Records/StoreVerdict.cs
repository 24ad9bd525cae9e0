namespace Mesh.Kademlia.Records;

/// <summary>What became of a record that a peer was asked to store. Numbers are those of the schema.</summary>
public enum StoreVerdict
{
    /// <summary>Not known to this version.</summary>
    Unknown = 0,

    /// <summary>New, or newer than what was held.</summary>
    Stored = 1,

    /// <summary>Held before with the same content.</summary>
    Refreshed = 2,

    /// <summary>A higher sequence number is held.</summary>
    OldSequence = 3,

    /// <summary>The same sequence number is held with other content.</summary>
    SequenceTaken = 4,

    Expired = 5,

    /// <summary>Its end lies farther ahead than the longest life and the allowed difference of clocks.</summary>
    LivesTooLong = 6,

    TooLarge = 7,

    /// <summary>So many meshes have records under this key that no further fits; a shard of the key may take it.</summary>
    KeyFull = 8,

    /// <summary>The holder keeps as many records as it may.</summary>
    StoreFull = 9,

    /// <summary>The token is missing, old, or of another address.</summary>
    BadToken = 10,

    BadSignature = 11,
}
