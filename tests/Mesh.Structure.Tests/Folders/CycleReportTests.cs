namespace Mesh.Structure.Tests.Folders;

/// <summary>The graph on made-up files.</summary>
public sealed class CycleReportTests
{
    [Fact]
    public void Folders_without_a_cycle_give_an_empty_report() =>
        Assert.Equal("", Report(
            new("Http/Door.cs", "Registry/Registry.cs", "Registry"),
            new("Http/Door.cs", "Catalog/Name.cs", "Name"),
            new("Registry/Registry.cs", "Catalog/Name.cs", "Name")));

    [Fact]
    public void Files_of_one_folder_may_use_each_other() =>
        Assert.Equal("", Report(new("A/X.cs", "A/Y.cs", "Y"), new("A/Y.cs", "A/X.cs", "X")));

    [Fact]
    public void Two_folders_that_use_each_other_are_a_cycle() =>
        Assert.Equal(
            """
            A cycle of 2 folders, top-down: A > B
            Against that order go 1 uses:
              B -> A: Y.cs uses X

            """,
            Report(
                new("A/X.cs", "B/Y.cs", "Y"),
                new("A/X.cs", "B/Z.cs", "Z"),
                new("B/Y.cs", "A/X.cs", "X")));

    [Fact]
    public void Folder_and_its_parent_are_two_nodes() =>
        Assert.Equal(
            """
            A cycle of 2 folders, top-down: Dns > Dns/Wire
            Against that order go 1 uses:
              Dns/Wire -> Dns: Reader.cs uses Server

            """,
            Report(
                new("Dns/Server.cs", "Dns/Wire/Reader.cs", "Reader"),
                new("Dns/Server.cs", "Dns/Wire/Writer.cs", "Writer"),
                new("Dns/Wire/Reader.cs", "Dns/Server.cs", "Server")));

    [Fact]
    public void Files_beside_the_project_file_are_a_folder_too() =>
        Assert.Contains("  Dns -> (root): Server.cs uses Options\n", Report(
            new("Program.cs", "Dns/Server.cs", "Server"),
            new("Program.cs", "Dns/Zone.cs", "Zone"),
            new("Dns/Server.cs", "Options.cs", "Options")));

    [Fact]
    public void Use_put_against_the_layers_is_named_with_file_and_type()
    {
        Use[] layered =
        [
            new("Top/T.cs", "Middle/M.cs", "M"), new("Top/T.cs", "Middle/N.cs", "N"),
            new("Middle/M.cs", "Low/L.cs", "L"), new("Middle/N.cs", "Low/L.cs", "L"),
            new("Top/T.cs", "Low/L.cs", "L"),
        ];

        Assert.Equal("", Report(layered));
        Assert.Equal(
            """
            A cycle of 3 folders, top-down: Top > Middle > Low
            Against that order go 1 uses:
              Low -> Top: L.cs uses T

            """,
            Report([.. layered, new("Low/L.cs", "Top/T.cs", "T")]));
    }

    [Fact]
    public void Separate_cycles_are_reported_apart_and_folders_outside_them_not_at_all()
    {
        var report = Report(
            new("A/X.cs", "B/Y.cs", "Y"), new("B/Y.cs", "A/X.cs", "X"),
            new("C/P.cs", "D/Q.cs", "Q"), new("D/Q.cs", "C/P.cs", "P"),
            new("A/X.cs", "C/P.cs", "P"), new("E/E.cs", "A/X.cs", "X"));

        Assert.Equal(2, report.Split("A cycle of 2 folders").Length - 1);
        Assert.DoesNotContain("E", report, StringComparison.Ordinal);
    }

    private static string Report(params Use[] uses) => CycleReport.Of(new FolderGraph(uses));
}
