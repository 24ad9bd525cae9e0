namespace Mesh.Membership;

/// <summary>What members call the doors that they tell each other of, beside those that one door alone knows.</summary>
internal static class DoorNames
{
    /// <summary>The native HTTP API, and the Consul door on its port.</summary>
    public const string Http = "http";

    /// <summary>The first page of the dashboard.</summary>
    public const string Dashboard = "dashboard";
}
