using System.Collections.Immutable;
using System.Globalization;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Dashboard.Models;

/// <summary>
/// The table of the consistent hash as a ring: who holds the slots, and how many. Where a service has shares, each has a table of its own; this
/// is that of all instances which take calls.
/// </summary>
internal sealed record HashRing(int Slots)
{
    /// <summary>Slots of the table that are drawn, evenly apart.</summary>
    public const int Samples = 180;

    /// <summary>The most instances that a ring is drawn for; with more nothing would be seen.</summary>
    public const int MostDrawn = 64;

    private const double Outer = 100;
    private const double Inner = 62;

    /// <summary>Slots by instance, in the order of the ids.</summary>
    public required ImmutableArray<(InstanceId Id, int Slots)> Holders { get; init; }

    /// <summary>For each drawn slot the index of its holder.</summary>
    public required ImmutableArray<int> Drawn { get; init; }

    /// <summary>Null: nobody takes calls.</summary>
    public static HashRing? Of(ImmutableArray<Endpoint> taking)
    {
        if (taking.IsEmpty)
            return null;
        var table = MaglevTable.Build([.. taking.Select(static e => e.Instance.Id.Value)], PoolWeights.Of(taking));
        var held = new int[taking.Length];
        for (var slot = 0; slot < table.Size; slot++)
            held[table[(ulong)slot]]++;
        return new(table.Size)
        {
            Holders = [.. taking.Select((e, i) => (e.Instance.Id, held[i]))],
            Drawn = taking.Length > MostDrawn ? [] : [.. Enumerable.Range(0, Samples).Select(i => table[(ulong)((long)i * table.Size / Samples)])],
        };
    }

    /// <summary>The path of a drawn slot, for a picture of 200 by 200 around 0.</summary>
    public static string Path(int sample)
    {
        var (from, to) = (Angle(sample), Angle(sample + 1));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"M{X(from, Inner):0.##} {Y(from, Inner):0.##}L{X(from, Outer):0.##} {Y(from, Outer):0.##}A{Outer} {Outer} 0 0 1 {X(to, Outer):0.##} {Y(to, Outer):0.##}L{X(to, Inner):0.##} {Y(to, Inner):0.##}Z");
    }

    private static double Angle(int sample) => (2 * Math.PI * sample / Samples) - (Math.PI / 2);

    private static double X(double angle, double radius) => Math.Cos(angle) * radius;

    private static double Y(double angle, double radius) => Math.Sin(angle) * radius;
}
