namespace Mesh.Hosting;

/// <summary>From whom a node with TLS takes what is said to be another node's entries.</summary>
public enum EntrySignatures
{
    /// <summary>From any member: whoever has a certificate of the authority is trusted with the catalogue.</summary>
    Off,

    /// <summary>From their owner, or with their owner's signature; of an owner that does not sign, from any member.</summary>
    Accept,

    /// <summary>From their owner, or with their owner's signature, and never otherwise.</summary>
    Require,
}
