namespace Mesh.Federation.Transport;

/// <summary>How one question travels.</summary>
/// <param name="HasDatagram">By UDP, at once.</param>
/// <param name="CallAfter">By a call after so long without an answer; zero: at once; null: not.</param>
internal readonly record struct CarrierPlan(bool HasDatagram, TimeSpan? CallAfter);
