namespace Mesh.Testing.Processes;

/// <summary>Where the built node is: the same that the launcher runs.</summary>
internal static class NodeBinary
{
    public static string Path { get; } = Find();

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    private static string Find()
    {
        var path = System.IO.Path.Combine(FindRoot(), "src", "Mesh.Node", "bin", "Release", "net10.0", "Mesh.Node");
        return File.Exists(path) ? path : throw new FileNotFoundException($"the node is not built: {path}");
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Mesh.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException($"no Mesh.sln above {AppContext.BaseDirectory}");
    }
}
