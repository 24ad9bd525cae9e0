namespace Mesh.Options;

/// <summary>An option that has no place in a settings file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInFilesAttribute : Attribute;
