namespace Mesh.Catalog;

/// <summary>
/// What led to a change: the kind of cause, who observed it, and what was seen. Kept for explain; decides nothing.
/// </summary>
/// <param name="Cause">One of <see cref="Causes"/>.</param>
/// <param name="Observer">The node that saw it, "host:port".</param>
/// <param name="Detail">What was seen, in words, with figures; at most 512 characters.</param>
public sealed record Evidence(string Cause, string Observer, string Detail)
{
    public const int DetailLength = 512;
}
