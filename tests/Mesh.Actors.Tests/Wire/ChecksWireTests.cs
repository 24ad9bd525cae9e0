using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

/// <summary>Records with named checks, beside the golden files of records that were written before there were any.</summary>
public sealed class ChecksWireTests
{
    private static readonly string File = SourceTree.PathOf(
        "tests", "Mesh.Actors.Tests", "Wire", "Golden", "Records", "checked.hex");

    [Fact]
    public void Record_with_checks_has_the_golden_bytes_and_is_read_from_them()
    {
        var text = Convert.ToHexStringLower(WireSamples.Checked.ToWire().Span) + "\n";
        if (Environment.GetEnvironmentVariable("MESH_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.WriteAllText(File, text);
        }

        var golden = System.IO.File.ReadAllText(File);

        Assert.Equal(golden, text);
        Assert.Equal(WireSamples.Checked, InstanceWire.Read(Convert.FromHexString(golden.Trim())));
    }

    [Fact]
    public void Checks_are_the_last_field_so_that_a_record_without_them_is_what_it_was()
    {
        var without = WireSamples.Checked with { Checks = [] };

        var bytes = WireSamples.Checked.ToWire().Span;

        Assert.True(bytes.StartsWith(without.ToWire().Span));
        Assert.Equal(ValueList<NamedCheck>.Empty, InstanceWire.Read(without.ToWire().Span).Checks);
    }

    [Fact]
    public void Unknown_status_of_a_check_is_critical()
    {
        var check = new Mesh.Wire.Proto.NamedCheck { Id = "a", Status = (Mesh.Wire.Proto.InstanceStatus)9 };

        Assert.Equal(InstanceStatus.Critical, ChecksWire.FromWire(check).Status);
    }
}
