namespace Mesh.Structure.Tests.Folders;

/// <summary>A file that uses a type which another file declares; paths are relative to the project, with forward slashes.</summary>
internal sealed record Use(string File, string DeclaredIn, string Name)
{
    public string Folder => FolderOf(File);

    public string DeclaringFolder => FolderOf(DeclaredIn);

    /// <returns>The empty string for a file that lies beside the project file.</returns>
    public static string FolderOf(string file) => file[..Math.Max(0, file.LastIndexOf('/'))];
}
