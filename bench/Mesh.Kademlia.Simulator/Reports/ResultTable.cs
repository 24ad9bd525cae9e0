namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>Rows of text under a title.</summary>
internal sealed record ResultTable(string Title, string[] Columns)
{
    public List<string[]> Rows { get; } = [];

    /// <summary>What a reader must know to read it.</summary>
    public string Note { get; init; } = "";

    public void Add(params string[] cells) => Rows.Add(cells);
}
