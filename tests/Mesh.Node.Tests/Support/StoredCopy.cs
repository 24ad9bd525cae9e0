using Mesh.Node.Data;
using Mesh.Node.Data.Files;

namespace Mesh.Node.Tests.Support;

/// <summary>What a node has stored by now, read from a copy of its files: the node itself holds their lock.</summary>
internal static class StoredCopy
{
    /// <param name="read">Of the store what is wanted.</param>
    public static T Read<T>(string directory, Func<MeshStore, T> read)
    {
        var copy = Directory.CreateTempSubdirectory("mesh-copy-");
        try
        {
            foreach (var ending in (string[])["", "-wal"])
            {
                var file = Path.Combine(directory, StoreFile.FileName + ending);
                if (File.Exists(file))
                    File.Copy(file, Path.Combine(copy.FullName, StoreFile.FileName + ending));
            }

            using var store = new MeshStore(copy.FullName, isDurable: false);
            return read(store);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
