namespace Mesh.Trust;

/// <summary>Why what was said to be another node's entry was not taken.</summary>
internal enum EntryFault
{
    /// <summary>It came by another node than its owner, without a signature.</summary>
    Unsigned,

    /// <summary>The signature is not of its owner, or not of these records.</summary>
    Signature,

    /// <summary>The certificate that signed it is of no use: of another authority or host, expired, or revoked.</summary>
    Certificate,

    /// <summary>The owner's certificate does not let it write that name.</summary>
    Limits,

    /// <summary>A message in the name of another node than the one that sent it.</summary>
    Sender,
}
