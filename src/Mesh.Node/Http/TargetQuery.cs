namespace Mesh.Node.Http;

/// <summary>Which instances are to be scraped, and on which port; what is null or empty is not asked for.</summary>
internal sealed record TargetQuery
{
    public string? Service { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Zone { get; init; }

    /// <summary>Each KEY=VALUE.</summary>
    public IReadOnlyList<string> Meta { get; init; } = [];

    public string? Status { get; init; }

    /// <summary>The name of the port to scrape; null: the main one. Who has none of the name is left out.</summary>
    public string? Port { get; init; }
}
