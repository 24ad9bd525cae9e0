namespace Mesh.Catalog;

/// <summary>The bounds of what one record may hold. They keep a full bucket far below the frame size.</summary>
public static class InstanceLimits
{
    public const int HostLength = 253;
    public const int ZoneLength = 64;
    public const int VersionLength = 64;
    public const int Ports = 32;
    public const int PortNameLength = 64;
    /// <summary>As many as fit the record; the count only keeps an input of empty ones within bounds.</summary>
    public const int Tags = 1_024;
    /// <summary>Whole rules of proxies are written into tags.</summary>
    public const int TagLength = 16_384;
    public const int MetadataEntries = 64;
    /// <summary>Entries beside those, under a prefix that belongs to a door, such as "consul/".</summary>
    public const int DoorMetadataEntries = 192;
    /// <summary>Of such an entry: the prefix stands before a key of a client's.</summary>
    public const int DoorMetadataKeyLength = 640;
    public const int DoorMetadataValueLength = 8_192;
    public const int MetadataKeyLength = 128;
    public const int MetadataValueLength = 512;
    public const int MaxWeight = 65_535;
    public const int TargetLength = 2_048;
    public const int Thresholds = 100;
    public const int Checks = 64;
    public const int CheckIdLength = 512;
    public const int CheckNameLength = 256;
    public const int CheckNotesLength = 4_096;
    public const int CheckHeaders = 16;
    public const int CheckHeaderLength = 1_024;
    public const int CheckBodyLength = 4_096;
    /// <summary>All texts of a record together, in bytes of UTF-8: a message holds two records and more.</summary>
    public const int TextBytes = 500 * 1_024;
    public static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    /// <summary>What the native API takes.</summary>
    public static readonly TimeSpan MaxTtl = TimeSpan.FromHours(24);
    /// <summary>What a record may have: clients of doors whose protocol has no bound wait longer.</summary>
    public static readonly TimeSpan LongestTtl = TimeSpan.FromDays(365);
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxInterval = TimeSpan.FromHours(24);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan MaxDeregisterAfter = TimeSpan.FromDays(365);
}
