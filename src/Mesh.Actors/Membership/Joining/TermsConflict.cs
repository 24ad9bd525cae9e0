namespace Mesh.Membership.Joining;

/// <summary>Why two nodes cannot be in one mesh, in one line for each side. Pure.</summary>
internal static class TermsConflict
{
    /// <summary>The fields that differ, in words; null: the nodes go together.</summary>
    public static string? Between(MeshTerms here, MeshTerms there)
    {
        List<string> fields = [];
        if (!string.Equals(here.MeshName, there.MeshName, StringComparison.Ordinal))
            fields.Add($"mesh name (MeshName) is '{here.MeshName}' here and '{there.MeshName}' there");
        if (here.Buckets != there.Buckets)
            fields.Add($"bucket count (Buckets) is {here.Buckets} here and {there.Buckets} there");
        if (here.WireVersion != there.WireVersion)
            fields.Add($"wire version is {here.WireVersion} here and {there.WireVersion} there, update the older node");
        return fields.Count == 0 ? null : string.Join("; ", fields);
    }

    public static string AtAsker(string seed, string conflict) => $"the node at {seed} refuses this one: {conflict}";

    public static string AtAnswerer(string asker, string conflict) => $"refused {asker}, which wanted to join: {conflict}";
}
