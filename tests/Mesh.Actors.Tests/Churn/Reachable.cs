using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mesh.Actors.Tests.Churn;

/// <summary>
/// What an object keeps alive, counted: the same number whatever else the process does, which its memory is not. What is shared by
/// all, such as types and the targets of delegates, is left out.
/// </summary>
/// <param name="Objects">Arrays and strings among them.</param>
/// <param name="Bytes">About: eight for each field and reference, two for each character.</param>
internal sealed record Reachable(long Objects, long Bytes)
{
    private static readonly Dictionary<Type, FieldInfo[]> Fields = [];

    public static Reachable From(params object[] roots)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>(roots);
        var bytes = 0L;
        while (open.TryPop(out var next))
        {
            if (next is Delegate or Type or Pointer || (!next.GetType().IsValueType && !seen.Add(next)))
                continue;
            bytes += next switch
            {
                string text => 24 + (2L * text.Length),
                Array array => 24 + (8L * array.Length),
                ValueType => 0,
                _ => 16 + (8L * FieldsOf(next.GetType()).Length),
            };
            Open(next, open);
        }

        return new Reachable(seen.Count, bytes);
    }

    private static void Open(object next, Stack<object> open)
    {
        if (next is string)
            return;
        if (next is Array array)
        {
            if (!HasReferences(next.GetType().GetElementType()!))
                return;
            foreach (var item in array)
            {
                if (item is not null)
                    open.Push(item);
            }

            return;
        }

        foreach (var field in FieldsOf(next.GetType()))
        {
            if (HasReferences(field.FieldType) && field.GetValue(next) is { } value)
                open.Push(value);
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        lock (Fields)
        {
            if (!Fields.TryGetValue(type, out var fields))
                Fields[type] = fields = [.. Declared(type)];
            return fields;
        }
    }

    private static IEnumerable<FieldInfo> Declared(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            foreach (var field in at.GetFields(Own))
                yield return field;
        }
    }

    private static bool HasReferences(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsByRefLike && (!type.IsValueType || IsOfReferences(type));

    private static bool IsOfReferences(Type type) => (bool)IsReferenceOrContains.MakeGenericMethod(type).Invoke(null, null)!;

    private static MethodInfo IsReferenceOrContains { get; } =
        typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;
}
