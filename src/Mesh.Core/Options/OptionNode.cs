using System.Reflection;

namespace Mesh.Options;

/// <summary>A key of the configuration: its names, and what may stand there.</summary>
public sealed class OptionNode
{
    private readonly List<OptionNode> _children = [];

    internal OptionNode(string name, OptionShape shape, Type type, PropertyInfo? property)
    {
        Name = name;
        Shape = shape;
        Type = type;
        Property = property;
    }

    /// <summary>The property's name; for the key that names a secret's file with "File" behind it.</summary>
    public string Name { get; }

    public OptionShape Shape { get; }

    /// <summary>The type of the value, of each value, or of each object.</summary>
    public Type Type { get; }

    /// <summary>Null: a section that no property stands for.</summary>
    public PropertyInfo? Property { get; }

    /// <summary>The keys below it, or below each of its objects.</summary>
    public IReadOnlyList<OptionNode> Children => _children;

    /// <summary>The value is the name of a file that holds the secret of this property.</summary>
    public bool IsFileOfSecret { get; init; }

    public bool IsSecret => !IsFileOfSecret && Has<SecretAttribute>();

    public bool IsInFiles => !Has<NotInFilesAttribute>();

    public ArgumentAttribute? Argument => IsFileOfSecret ? null : Property?.GetCustomAttribute<ArgumentAttribute>();

    /// <summary>Its names in HOCON, that of the rule first.</summary>
    public IEnumerable<string> HoconNames => Property?.GetCustomAttribute<HoconKeyAttribute>() is { } other && !IsFileOfSecret
        ? [OptionNames.Dashed(Name), other.Name]
        : [OptionNames.Dashed(Name)];

    /// <summary>The key below this one by its name in the configuration, in whatever case.</summary>
    public OptionNode? Child(string name) => _children.Find(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key below this one by its name in HOCON.</summary>
    public OptionNode? HoconChild(string name) => _children.Find(c => c.HoconNames.Contains(name, StringComparer.Ordinal));

    /// <summary>Reads a value as <see cref="OptionText.TryRead"/> does; a file's name has not the bounds of the secret in it.</summary>
    public bool TryRead(string? text, out string value, out string bound) =>
        OptionText.TryRead(Type, IsFileOfSecret ? null : Property, text, out value, out bound);

    internal bool Has<TAttribute>()
        where TAttribute : Attribute => Property?.GetCustomAttribute<TAttribute>() is not null;

    internal OptionNode Add(OptionNode child)
    {
        if (Child(child.Name) is { } known)
        {
            if (known.Shape is not OptionShape.Section || child.Shape is not OptionShape.Section)
                throw new InvalidOperationException($"two classes of options have a key {Name}:{child.Name}");
            foreach (var one in child.Children)
                known.Add(one);
            return known;
        }

        _children.Add(child);
        return child;
    }
}
