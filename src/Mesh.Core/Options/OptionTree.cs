using System.Reflection;

namespace Mesh.Options;

/// <summary>All keys that some classes of options have, read off their properties. Immutable once made.</summary>
public sealed class OptionTree
{
    private OptionTree(OptionNode root) => Root = root;

    /// <summary>The section "Mesh".</summary>
    public OptionNode Root { get; }

    /// <exception cref="InvalidOperationException">Two classes have the same key.</exception>
    public static OptionTree Of(IEnumerable<OptionClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var root = Section(OptionNames.Root);
        foreach (var one in classes.DistinctBy(c => c.Type))
        {
            var names = one.Section.Split(':');
            var at = root;
            foreach (var name in names[1..(one.IsList ? ^1 : ^0)])
                at = at.Add(Section(name));
            if (one.IsList)
                at = at.Add(new OptionNode(names[^1], OptionShape.Objects, one.Type, null));
            AddProperties(at, one.Type);
        }

        return new OptionTree(root);
    }

    /// <summary>Every key with a value, with its full name: "Mesh:Tls:Password". What is below objects is left out.</summary>
    public IEnumerable<(string Key, OptionNode Node)> Keys() => Below(Root, OptionNames.Root);

    private static IEnumerable<(string Key, OptionNode Node)> Below(OptionNode node, string path) =>
        node.Children.SelectMany(c => c.Shape is OptionShape.Section
            ? Below(c, $"{path}:{c.Name}")
            : [($"{path}:{c.Name}", c)]);

    private static OptionNode Section(string name, PropertyInfo? property = null) =>
        new(name, OptionShape.Section, typeof(object), property);

    private static void AddProperties(OptionNode node, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(Depth))
            AddProperty(node, property);
    }

    /// <summary>Those of a base class first, in the order in which they are written.</summary>
    private static int Depth(PropertyInfo property)
    {
        var depth = 0;
        for (var at = property.DeclaringType; at is not null; at = at.BaseType)
            depth++;
        return depth;
    }

    private static void AddProperty(OptionNode node, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (OptionText.IsValue(type))
        {
            // Without a setter it tells something of the others.
            if (property.SetMethod is null)
                return;
            node.Add(new OptionNode(property.Name, OptionShape.Value, type, property));
            if (property.GetCustomAttribute<SecretAttribute>() is not null)
                node.Add(new OptionNode(property.Name + "File", OptionShape.Value, typeof(string), property) { IsFileOfSecret = true });
        }
        else if (ArgumentOf(type, typeof(IDictionary<,>), 1) is { } value)
        {
            node.Add(new OptionNode(property.Name, OptionShape.Map, value, property));
        }
        else if (ArgumentOf(type, typeof(IList<>), 0) is { } item)
        {
            var list = node.Add(new OptionNode(
                property.Name, OptionText.IsValue(item) ? OptionShape.Values : OptionShape.Objects, item, property));
            if (list.Shape is OptionShape.Objects)
                AddProperties(list, item);
        }
        else if (type.IsClass)
        {
            AddProperties(node.Add(Section(property.Name, property)), type);
        }
    }

    private static Type? ArgumentOf(Type type, Type open, int index) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == open ? type.GetGenericArguments()[index] : null;
}
