using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CouponAdmin.Tests.House;

/// <summary>Which type uses which, read from the compiled assembly: signatures, attributes and every instruction.</summary>
/// <remarks>
/// Async methods, iterators and lambdas compile to nested types, which count as their outermost type.
/// Constants leave no trace in a compiled assembly: <see cref="ImportRules"/> reads the using directives as well.
/// </remarks>
internal static class CompiledReferences
{
    public static IEnumerable<(TypeReference From, TypeReference To)> Of(ModuleDefinition module) =>
        from type in module.GetTypes()
        from used in UsedBy(type).SelectMany(Flatten)
        select (Outermost(type), Outermost(used));

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. Attributes(type),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.SelectMany(Attributes),
        .. Constraints(type),
        .. type.Methods.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. method.Parameters.SelectMany(Attributes),
        .. Constraints(method),
        .. method.HasBody ? UsedBy(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> UsedBy(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => UsedBy(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> UsedBy(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider owner) =>
        owner.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments
            .Select(argument => argument.Value as TypeReference)
            .Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider owner) =>
        owner.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Flatten)],
        TypeSpecification wrapped => Flatten(wrapped.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
