namespace Mesh.Options;

/// <summary>A whole number of bytes, which may be written with a unit: 8MiB, 8388608b.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByteSizeAttribute : Attribute;
