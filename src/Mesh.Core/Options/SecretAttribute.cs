namespace Mesh.Options;

/// <summary>
/// The value of this option is a secret: no message repeats it, and a key of its name with "File" behind it names a file
/// that holds it instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
