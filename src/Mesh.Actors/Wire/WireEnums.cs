using Mesh.Catalog;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Wire;

/// <summary>
/// Numbers to enums. A newer node may send a number that is not known here: each has a value that is safe to go on with.
/// </summary>
internal static class WireEnums
{
    /// <summary>Unknown: Critical, so that nobody is sent there.</summary>
    public static InstanceStatus Status(long number) =>
        number is >= 0 and <= (long)InstanceStatus.Draining ? (InstanceStatus)number : InstanceStatus.Critical;

    /// <summary>Unknown: None, for what is not known here cannot be checked here.</summary>
    public static HealthKind Health(long number) =>
        number is >= 0 and <= (long)HealthKind.Alias ? (HealthKind)number : HealthKind.None;

    /// <summary>Unknown: Suspect, which is out of rotation only while enough others are left.</summary>
    public static Standing Standing(long number) =>
        number is >= 0 and <= (long)Catalog.Standing.Unreachable ? (Standing)number : Catalog.Standing.Suspect;

    /// <summary>Unknown: Prefer, the default.</summary>
    public static ZonePreference Zone(long number) =>
        number is >= 0 and <= (long)ZonePreference.Strict ? (ZonePreference)number : ZonePreference.Prefer;

    /// <summary>Unknown: All, the strongest.</summary>
    public static Consistency Consistency(long number) =>
        number is >= 0 and <= (long)Mesh.Catalog.Consistency.All ? (Consistency)number : Mesh.Catalog.Consistency.All;

    /// <summary>Unknown: Asking, which promises nothing.</summary>
    public static RemoteState Remote(long number) =>
        number is >= 0 and <= (long)RemoteState.NoGateway ? (RemoteState)number : RemoteState.Asking;

    /// <summary>Unknown: Updated, which makes a reader take the instance as it is given.</summary>
    public static ChangeKind Change(long number) =>
        number is >= 0 and <= (long)ChangeKind.Reset ? (ChangeKind)number : ChangeKind.Updated;
}
