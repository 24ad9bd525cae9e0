namespace Mesh.Palette.Api;

/// <summary>What a gateway holds for the overlay and what it has done since its start.</summary>
public sealed record KadStoreReply(
    int Records,
    int Keys,
    IReadOnlyList<string> Published,
    long RequestsSent,
    long RequestsAnswered,
    long RequestsFailed,
    long AnswersDropped,
    long RecordsRefused,
    long RecordsHandedOver,
    long DatagramsReceived,
    long DatagramsMalformed,
    long DatagramsLimited,
    long DatagramsRefused);
