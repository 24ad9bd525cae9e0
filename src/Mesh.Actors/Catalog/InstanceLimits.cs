namespace Mesh.Catalog;

/// <summary>The bounds of what one record may hold. They keep a full bucket far below the frame size.</summary>
public static class InstanceLimits
{
    public const int HostLength = 253;
    public const int ZoneLength = 64;
    public const int VersionLength = 64;
    public const int Ports = 32;
    public const int PortNameLength = 64;
    public const int Tags = 64;
    public const int TagLength = 255;
    public const int MetadataEntries = 64;
    public const int MetadataKeyLength = 128;
    public const int MetadataValueLength = 512;
    public const int MaxWeight = 65_535;
    public const int TargetLength = 2_048;
    public const int Thresholds = 100;
    public static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTtl = TimeSpan.FromHours(24);
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan MaxDeregisterAfter = TimeSpan.FromDays(7);
}
