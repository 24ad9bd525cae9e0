namespace Mesh.Testing.Processes;

/// <summary>Where a built sample is.</summary>
internal static class SampleBinary
{
    public static string Find(string name)
    {
        var path = Path.Combine(NodeBinary.Root, "samples", name, "bin", "Release", "net10.0", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"the sample is not built: {path}");
    }
}
