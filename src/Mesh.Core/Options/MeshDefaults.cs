namespace Mesh.Options;

/// <summary>The default of each option, in one place: options, docs and HOCON repeat them and a test compares.</summary>
public static class MeshDefaults
{
    public const string MeshName = "mesh";
    public const string Host = "127.0.0.1";
    public const int Port = 4053;
    public const int Buckets = 64;
    public const int MaxFrameBytes = 8 * 1024 * 1024;
    public const string StableAfter = "00:00:05";
    public const string DrainDeadline = "00:00:10";
    public const string DrainGrace = "00:00:00.250";
    public const string WriteInterval = "00:00:00.150";
    public const string SlowStart = "00:00:00";
    public const string AskTimeout = "00:00:05";
    public const int HistoryPerService = 1_024;

    /// <summary>What a node writes and reads; nodes of another number are refused at the join.</summary>
    public const int WireVersion = 1;
}
