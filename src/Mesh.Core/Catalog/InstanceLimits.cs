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
    /// <summary>Entries beside those, under a prefix that belongs to a door, such as "consul/".</summary>
    public const int DoorMetadataEntries = 48;
    public const int MetadataKeyLength = 128;
    public const int MetadataValueLength = 512;
    public const int MaxWeight = 65_535;
    public const int TargetLength = 2_048;
    public const int Thresholds = 100;
    public const int Checks = 16;
    public const int CheckIdLength = 512;
    public const int CheckNameLength = 256;
    public const int CheckNotesLength = 512;
    public const int CheckHeaders = 16;
    public const int CheckHeaderLength = 1_024;
    public const int CheckBodyLength = 4_096;
    public static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTtl = TimeSpan.FromHours(24);
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan MaxDeregisterAfter = TimeSpan.FromDays(7);
}
