namespace Mesh.Palette.Api;

/// <param name="At">Wall clock of the node that recorded it.</param>
/// <param name="Change">What changed, such as "passing → critical".</param>
/// <param name="Cause">The kind of cause, such as "lease-expired".</param>
/// <param name="Observer">The node that saw it.</param>
/// <param name="Evidence">What was seen, with figures.</param>
public sealed record ExplainEvent(DateTimeOffset At, string Change, string Cause, string Observer, string Evidence);
