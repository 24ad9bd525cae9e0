namespace Mesh.Testing;

/// <summary>Files of the repository that the tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Mesh.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException($"no Mesh.sln above {start}");
    }
}
