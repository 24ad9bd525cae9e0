namespace Mesh.Kademlia;

/// <summary>
/// Upper bounds of what messages take on the wire, in bytes. The core cuts its answers by them; a test holds them
/// against the codec.
/// </summary>
public static class KadSizes
{
    /// <summary>The largest datagram: IPv6's minimum packet of 1,280 less its header and UDP's.</summary>
    public const int MaxDatagram = 1232;

    /// <summary>Kept free for a sender's public key and signature over the datagram.</summary>
    public const int SealReserve = 176;

    /// <summary>Ids, flags, token and lengths of any message.</summary>
    public const int Header = 80;

    /// <summary>One contact in an answer, IPv4 and IPv6.</summary>
    public const int ContactV4 = 48;

    /// <inheritdoc cref="ContactV4"/>
    public const int ContactV6 = 60;

    /// <summary>Framing of one record in an answer or a write.</summary>
    public const int RecordFrame = 4;

    /// <summary>A request to a stranger is filled up to this, so that three times as much holds a full answer.</summary>
    public const int PaddedRequest = 416;

    /// <summary>Bytes sent back per byte received while the sender's address is not proven.</summary>
    public const int Amplification = 3;

    /// <summary>What a datagram holds beside its header.</summary>
    public const int Room = MaxDatagram - SealReserve - Header;

    public static int Of(Contact contact) => contact.Address.IsV4 ? ContactV4 : ContactV6;

    /// <summary>Bytes of content that may go back for a request of this size.</summary>
    public static int ReplyRoom(int requestBytes, bool isProven) =>
        isProven ? Room : Math.Min(Room, requestBytes * Amplification - Header - SealReserve);
}
