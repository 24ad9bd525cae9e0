using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Selection;

namespace Mesh.Node.Http.Document;

/// <summary>The fields and parameters whose texts are of a closed set. Pure.</summary>
internal static class ValueWords
{
    private static readonly string[] Statuses = All<InstanceStatus>();
    private static readonly string[] Standings = All<Standing>();
    private static readonly string[] Lifetimes = All<Lifetime>();

    private static readonly Dictionary<(Type Type, string Field), string[]> Fields = new()
    {
        [(typeof(InstanceModel), "status")] = Statuses,
        [(typeof(InstanceModel), "standing")] = Standings,
        [(typeof(InstanceModel), "lifetime")] = Lifetimes,
        [(typeof(RegisterBody), "status")] = Statuses,
        [(typeof(RegisterBody), "lifetime")] = Lifetimes,
        [(typeof(StatusBody), "status")] = Statuses,
        [(typeof(RenewBody), "status")] = ["passing", "warning", "critical"],
        [(typeof(PolicyModel), "zonePreference")] = All<ZonePreference>(),
        [(typeof(WatchEvent), "change")] = ["added", "updated", "removed", "reset"],
        [(typeof(MemberModel), "status")] = ["joining", "weaklyup", "up", "leaving", "exiting", "down", "removed"],
        [(typeof(MemberModel), "standing")] = Standings,
    };

    /// <summary>Null: any text.</summary>
    public static string[]? OfField(Type? type, string? field) =>
        type is not null && field is not null && Fields.TryGetValue((type, field), out var values) ? values : null;

    public static string[]? OfQuery(string parameter) => parameter switch
    {
        "status" => Statuses,
        "standing" => Standings,
        "consistency" => All<Consistency>(),
        _ => null,
    };

    private static string[] All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => EnumText.Of(v))];
}
