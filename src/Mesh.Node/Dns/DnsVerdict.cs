namespace Mesh.Node.Dns;

/// <summary>What is to be done with a packet, as far as its form goes.</summary>
internal enum DnsVerdict
{
    Answer,

    /// <summary>No answer at all: it is not a question, and answers to answers could go round for ever.</summary>
    Drop,

    FormatError,
    NotImplemented,
    BadVersion,
}
