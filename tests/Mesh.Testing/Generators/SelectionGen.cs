using CsCheck;
using Mesh.Selection;

namespace Mesh.Testing.Generators;

/// <summary>Random policies and filters.</summary>
internal static class SelectionGen
{
    public static readonly Gen<ServicePolicy> Policy = Gen.Select(
        CatalogGen.Text,
        Gen.Enum<ZonePreference>(),
        Gen.Frequency((3, Gen.Const(0.5)), (1, Gen.Const(0.0)), (3, Gen.Double[0, 1])),
        CatalogGen.Numbers,
        Gen.Bool,
        (policy, zone, failOpen, shares, exported) => new ServicePolicy
        {
            Policy = policy,
            ZonePreference = zone,
            FailOpen = failOpen,
            Shares = shares,
            Exported = exported,
        });

    public static readonly Gen<InstanceFilter> Filter = Gen.Select(
        CatalogGen.Status.Nullable(),
        CatalogGen.Standing.Nullable(),
        CatalogGen.Texts,
        CatalogGen.Text.Null(),
        CatalogGen.Text.Null(),
        CatalogGen.Entries,
        (status, standing, tags, zone, version, metadata) => new InstanceFilter
        {
            Status = status,
            Standing = standing,
            Tags = tags,
            Zone = zone,
            Version = version,
            Metadata = metadata,
        });
}
