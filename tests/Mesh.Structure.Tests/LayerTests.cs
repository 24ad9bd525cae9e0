using Mesh.Structure.Tests.Projects;

namespace Mesh.Structure.Tests;

/// <summary>Which project may refer to which; what may run without Akka and without ASP.NET Core does.</summary>
public sealed class LayerTests
{
    private const string Akka = "Akka";

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Mesh.Core"] = [],
        ["Mesh.Kademlia"] = ["Mesh.Core"],
        ["Mesh.Actors"] = ["Mesh.Core"],
        ["Mesh.Federation"] = ["Mesh.Core", "Mesh.Kademlia", "Mesh.Actors"],
        ["Mesh.Client"] = ["Mesh.Core", "Mesh.Actors"],
        ["Mesh.Grpc"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.ServiceDiscovery"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.Yarp"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.Discovery"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.Dashboard"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.Client.Testing"] = ["Mesh.Core", "Mesh.Actors", "Mesh.Client"],
        ["Mesh.Aspire.Hosting"] = [],
        ["Mesh.Palette"] = ["Mesh.Core", "Mesh.Kademlia", "Mesh.Actors", "Mesh.Federation", "Mesh.Client"],
        // The stubs stand in for a package that is not in every registry.
        ["Mesh.Petabridge.Cmd"] = ["Mesh.Palette", "Mesh.Client", "Petabridge.Cmd.Stubs"],
        ["Mesh.Node"] =
        [
            "Mesh.Core", "Mesh.Kademlia", "Mesh.Actors", "Mesh.Federation", "Mesh.Client", "Mesh.Palette",
            "Mesh.Dashboard", "Mesh.Petabridge.Cmd",
        ],
    };

    private static readonly string[] WithoutAkka = ["Mesh.Core", "Mesh.Kademlia"];

    private static readonly IReadOnlyList<ProjectFile> Projects = ProjectFile.Under("src");

    [Fact]
    public void Project_has_a_row_in_the_table() =>
        Offenders.None("Say in the table what these refer to", Projects.Select(p => p.Name).Except(Allowed.Keys));

    [Fact]
    public void Project_refers_only_to_layers_below_it() =>
        Offenders.None(
            "These references go against the layers",
            from project in Projects
            from reference in project.ProjectReferences.Except(Allowed.GetValueOrDefault(project.Name, []))
            select $"{project.Name} -> {reference}");

    [Fact]
    public void Core_and_overlay_have_no_package_of_Akka() =>
        Offenders.None(
            "These do without Akka",
            from project in Projects.Where(p => WithoutAkka.Contains(p.Name))
            from package in project.PackageReferences.Where(p => p.StartsWith(Akka, StringComparison.Ordinal))
            select $"{project.Name} -> {package}");

    [Fact]
    public void Core_and_overlay_refer_to_no_assembly_of_Akka()
    {
        var built = Projects.Where(p => WithoutAkka.Contains(p.Name)).ToArray();

        Assert.All(built, p => Assert.True(File.Exists(Built(p.Name)), $"{p.Name} is not beside the tests"));
        Offenders.None(
            "These do without Akka",
            from project in built
            let chain = AssemblyChain.To(Akka, AppContext.BaseDirectory, project.Name)
            where chain is not null
            select string.Join(" -> ", chain));
    }

    /// <summary>Guards the test above: where there is a way to Akka, it is found.</summary>
    [Fact]
    public void Node_refers_to_an_assembly_of_Akka()
    {
        var chain = AssemblyChain.To(Akka, AppContext.BaseDirectory, "Mesh.Node");

        Assert.NotNull(chain);
        Assert.StartsWith(Akka, chain[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Client_needs_no_web_framework() =>
        Assert.DoesNotContain("Microsoft.AspNetCore.App", Projects.Single(p => p.Name == "Mesh.Client").FrameworkReferences);

    /// <summary>What an earlier framework lacks is in src/Polyfills, by the same names.</summary>
    [Fact]
    public void Sources_do_not_ask_which_framework_they_are_compiled_for() =>
        Offenders.None(
            "Use what both frameworks have, or put it into src/Polyfills",
            from project in ProjectFile.Under("src")
            from file in project.SourceFiles
            from line in project.Text(file).Split('\n')
            where line.StartsWith("#if", StringComparison.Ordinal) && line.Contains("NET", StringComparison.Ordinal)
            select $"{project.Name}/{file}: {line}");

    private static string Built(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
