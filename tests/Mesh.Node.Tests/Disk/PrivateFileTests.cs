using System.Runtime.Versioning;
using Mesh.Node.Data;
using Mesh.Node.Data.Files;
using Mesh.Node.Data.Former;
using Mesh.Node.Data.Records;
using Mesh.Node.Disk;
using Mesh.Testing;

namespace Mesh.Node.Tests.Disk;

[UnsupportedOSPlatform("windows")]
public sealed class PrivateFileTests : IDisposable
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Shared = OwnFile | UnixFileMode.GroupRead;

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-private").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_is_for_its_user_alone_and_whole()
    {
        var path = Path.Combine(_directory, "f");
        File.WriteAllText(path + ".part", "left by a crash");
        File.SetUnixFileMode(path + ".part", Shared);

        PrivateFile.Write(path, "one"u8);
        PrivateFile.Write(path, "two"u8);

        Assert.Equal(("two", OwnFile), (File.ReadAllText(path), File.GetUnixFileMode(path)));
        Assert.Equal([path], Directory.GetFiles(_directory));
    }

    [Fact]
    public void A_file_that_cannot_have_its_name_leaves_nothing_beside()
    {
        var path = Path.Combine(_directory, "folder");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => PrivateFile.Write(path, "one"u8));

        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void Everything_in_a_data_directory_is_for_the_user_of_the_node_alone()
    {
        var data = Path.Combine(_directory, "data");
        using var store = new MeshStore(data, isDurable: false);
        var row = StoredRows.Of(TestCatalog.Instance("s", "a"));
        store.Storage.Commit([new StoreChange(row.Key, row)]);
        store.Former.WriteCopy([TestCatalog.Instance("s", "a")]);

        Assert.Equal(OwnFolder, File.GetUnixFileMode(data));
        var modes = Directory.GetFiles(data).ToDictionary(f => Path.GetFileName(f), f => File.GetUnixFileMode(f));
        Assert.Contains(StoreFile.FileName + "-wal", modes.Keys);
        Assert.Contains(FormerFiles.Instances, modes.Keys);
        Assert.All(modes, f => Assert.Equal((f.Key, OwnFile), (f.Key, f.Value)));
    }

    [Fact]
    public void A_data_directory_and_a_store_that_are_there_keep_their_rights()
    {
        new MeshStore(_directory, isDurable: false).Dispose();
        var store = Path.Combine(_directory, StoreFile.FileName);
        File.SetUnixFileMode(store, Shared);
        File.SetUnixFileMode(_directory, OwnFolder | UnixFileMode.GroupRead);

        new MeshStore(_directory, isDurable: false).Dispose();

        Assert.Equal((Shared, OwnFolder | UnixFileMode.GroupRead), (File.GetUnixFileMode(store), File.GetUnixFileMode(_directory)));
    }
}
