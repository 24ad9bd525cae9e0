namespace Mesh.Structure.Tests.Folders;

public sealed class TopDownOrderTests
{
    [Fact]
    public void Order_has_no_fewer_upward_uses_than_any_other_of_its_folders()
    {
        string[] folders = ["A", "B", "C", "D", "E"];
        var graph = new FolderGraph(
        [
            .. Uses("A", "B", 3), .. Uses("B", "C", 2), .. Uses("C", "A", 1), .. Uses("C", "D", 4), .. Uses("D", "B", 2),
            .. Uses("E", "A", 2), .. Uses("D", "E", 1), .. Uses("A", "D", 1), .. Uses("E", "C", 1),
        ]);

        var order = TopDownOrder.Of(graph, folders);

        Assert.Equal(folders, order.Order());
        Assert.Equal(
            Permutations(folders).Min(p => TopDownOrder.Upward(graph, p).Count()),
            TopDownOrder.Upward(graph, order).Count());
    }

    private static IEnumerable<Use> Uses(string folder, string used, int count) =>
        Enumerable.Range(0, count).Select(n => new Use($"{folder}/{folder}.cs", $"{used}/T{n}.cs", $"T{n}"));

    private static IEnumerable<string[]> Permutations(string[] folders) => folders.Length == 0
        ? [[]]
        : folders.SelectMany(f => Permutations([.. folders.Where(o => o != f)]).Select(rest => (string[])[f, .. rest]));
}
