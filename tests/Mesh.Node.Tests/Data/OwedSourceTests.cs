using Mesh.Node.Data;
using Mesh.Node.Data.Records;
using Mesh.Testing;

namespace Mesh.Node.Tests.Data;

public sealed class OwedSourceTests
{
    private static readonly StoredRow Row = StoredRows.Of(TestCatalog.Instance("s", "a"));

    [Fact]
    public void What_is_owed_is_collected_until_it_is_stored_and_its_files_are_retired_then()
    {
        var retired = 0;
        var owed = new OwedSource([Row], () => retired++);

        Assert.Equal([new StoreChange(Row.Key, Row)], owed.Collect());
        owed.Forget();
        Assert.Equal([new StoreChange(Row.Key, Row)], owed.Collect());
        Assert.Equal(0, retired);

        owed.Stored();
        owed.Stored();
        Assert.Empty(owed.Collect());
        Assert.Equal(1, retired);
    }

    [Fact]
    public void Files_that_cannot_be_retired_are_tried_again_and_their_rows_not_stored_again()
    {
        var tries = 0;
        var owed = new OwedSource([Row], () => _ = ++tries < 2 ? throw new IOException("read-only") : 0);

        Assert.Throws<IOException>(owed.Stored);
        Assert.Empty(owed.Collect());
        owed.Stored();
        owed.Stored();
        Assert.Equal(2, tries);
    }
}
