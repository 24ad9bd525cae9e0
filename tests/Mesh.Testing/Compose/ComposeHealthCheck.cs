namespace Mesh.Testing.Compose;

internal sealed class ComposeHealthCheck
{
    public List<string> Test { get; set; } = [];

    public string Interval { get; set; } = "";

    public string Timeout { get; set; } = "";

    public int Retries { get; set; }

    /// <summary>What the check fetches: the last word of its command.</summary>
    public Uri Url => new(Test[^1]);
}
